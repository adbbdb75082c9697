#include "tools/stream_socket.hpp"

#include "tools/fail.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

namespace bench {

int try_to_connect(std::uint16_t port, int source, int receive_buffer) {
    int const made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (made < 0)
        fail("no more sockets: raise the limit of open files");
    int const on = 1;
    ::setsockopt(made, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof(on));
    if (receive_buffer != 0)
        ::setsockopt(made, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof(receive_buffer));
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + static_cast<unsigned>(source));
    if (::bind(made, reinterpret_cast<sockaddr*>(&where), sizeof(where)) != 0)
        fail("a loopback address can't be bound");
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    where.sin_port = htons(port);
    if (::connect(made, reinterpret_cast<sockaddr*>(&where), sizeof(where)) == 0)
        return made;
    ::close(made);
    return -1;
}

int connect_to(std::uint16_t port, int source, int receive_buffer) {
    int const made = try_to_connect(port, source, receive_buffer);
    if (made < 0)
        fail("a client can't connect");
    return made;
}

void send_all(int socket, std::string_view text) {
    if (::send(socket, text.data(), text.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(text.size()))
        fail("a client can't send");
}

void ask_for(int socket, wire how, std::string_view target, std::string_view more) {
    std::string request{"GET "};
    request.append(target).append(" HTTP/1.1\r\nHost: bench\r\n").append(more);
    if (how == wire::websocket)
        request += "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    send_all(socket, request + "\r\n");
}

} // namespace bench
