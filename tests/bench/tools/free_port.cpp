#include "tools/free_port.hpp"

#include "tools/fail.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bench {

std::uint16_t free_port() {
    int const probe = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(where);
    if (::bind(probe, reinterpret_cast<sockaddr*>(&where), size) != 0 ||
        ::getsockname(probe, reinterpret_cast<sockaddr*>(&where), &size) != 0)
        fail("there is no free port");
    ::close(probe);
    return ntohs(where.sin_port);
}

} // namespace bench
