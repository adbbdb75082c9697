#include "echo_clients.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

namespace {

using clock_type = std::chrono::steady_clock;

constexpr std::size_t payload = 100;
constexpr std::size_t frame_size = 2 + payload; // of the server: not masked
constexpr std::string_view request =
    "GET /echo HTTP/1.1\r\nHost: bench\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

[[noreturn]] void fail(char const* what) {
    std::fprintf(stderr, "an echo client failed: %s\n", what);
    std::exit(2);
}

std::string masked_frame() {
    std::string frame{"\x81"};
    frame += static_cast<char>(0x80 | payload);
    constexpr std::string_view mask = "\x01\x02\x03\x04";
    frame += mask;
    for (std::size_t i = 0; i != payload; ++i)
        frame += static_cast<char>('a' ^ mask[i % 4]);
    return frame;
}

struct client {
    int socket = -1;
    std::size_t received = 0; // of the frame that comes
    std::deque<clock_type::time_point> sent;
};

int connect_to(std::uint16_t port) {
    int const made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(port);
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(made, reinterpret_cast<sockaddr*>(&where), sizeof(where)) != 0)
        fail("no connection");
    int const on = 1;
    ::setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    if (::send(made, request.data(), request.size(), 0) != static_cast<ssize_t>(request.size()))
        fail("no request");
    std::string head;
    while (!head.ends_with("\r\n\r\n")) {
        char byte = 0;
        if (::recv(made, &byte, 1, 0) != 1)
            fail("no handshake");
        head += byte;
    }
    if (!head.starts_with("HTTP/1.1 101"))
        fail(head.c_str());
    return made;
}

} // namespace

round_trips talk(std::uint16_t port, int count, int in_flight, double seconds) {
    std::string const frame = masked_frame();
    std::string burst;
    for (int i = 0; i != in_flight; ++i)
        burst += frame;
    int const poll = ::epoll_create1(EPOLL_CLOEXEC);
    std::vector<client> clients(static_cast<std::size_t>(count));
    auto const say = [&](client& c, std::size_t messages) {
        auto const now = clock_type::now();
        for (std::size_t i = 0; i != messages; ++i)
            c.sent.push_back(now);
        std::size_t const size = messages * frame.size();
        if (::send(c.socket, burst.data(), size, MSG_NOSIGNAL) != static_cast<ssize_t>(size))
            fail("it can't send");
    };
    for (std::size_t i = 0; i != clients.size(); ++i) {
        clients[i].socket = connect_to(port);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = i;
        ::epoll_ctl(poll, EPOLL_CTL_ADD, clients[i].socket, &event);
    }
    auto const begin = clock_type::now();
    auto const end = begin + std::chrono::duration_cast<clock_type::duration>(std::chrono::duration<double>{seconds});
    for (client& c : clients)
        say(c, static_cast<std::size_t>(in_flight));
    std::vector<float> microseconds;
    microseconds.reserve(4'000'000);
    std::array<char, 64 * 1024> bytes;
    while (clock_type::now() < end) {
        std::array<epoll_event, 128> ready;
        int const found = ::epoll_wait(poll, ready.data(), static_cast<int>(ready.size()), 5'000);
        if (found <= 0)
            fail("no echo came");
        for (int i = 0; i != found; ++i) {
            client& c = clients[ready[static_cast<std::size_t>(i)].data.u64];
            auto const size = ::recv(c.socket, bytes.data(), bytes.size(), 0);
            if (size <= 0)
                fail("the server has closed");
            c.received += static_cast<std::size_t>(size);
            std::size_t const whole = c.received / frame_size;
            c.received %= frame_size;
            auto const now = clock_type::now();
            for (std::size_t n = 0; n != whole; ++n) {
                microseconds.push_back(std::chrono::duration<float, std::micro>(now - c.sent.front()).count());
                c.sent.pop_front();
            }
            if (whole != 0)
                say(c, whole);
        }
    }
    double const took = std::chrono::duration<double>(clock_type::now() - begin).count();
    for (client const& c : clients)
        ::close(c.socket);
    ::close(poll);
    std::sort(microseconds.begin(), microseconds.end());
    auto const at = [&](double share) {
        return static_cast<double>(
            microseconds[static_cast<std::size_t>(share * static_cast<double>(microseconds.size() - 1))]);
    };
    return {static_cast<double>(microseconds.size()) / took, at(0.5), at(0.99)};
}

} // namespace bench
