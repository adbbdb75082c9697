#include "reading_clients.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

namespace {

struct client {
    int socket = -1;
    std::string rest; // an event that has not come whole
};

int connect_to(std::uint16_t port) {
    int const made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(port);
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(made, reinterpret_cast<sockaddr*>(&where), sizeof(where)) != 0)
        std::abort();
    std::string_view const request = "GET /stream HTTP/1.1\r\nHost: bench\r\n\r\n";
    if (::send(made, request.data(), request.size(), 0) != static_cast<ssize_t>(request.size()))
        std::abort();
    return made;
}

// Takes the whole events out of what was read.
void take_events(std::string& text, std::vector<std::uint32_t>& microseconds) {
    static constexpr std::string_view mark = "\"t\":";
    std::uint64_t const now = monotonic_ns();
    std::size_t done = 0;
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, done)) {
        auto const end = text.find('\n', at);
        if (end == std::string::npos)
            break;
        std::uint64_t sent = 0;
        std::from_chars(text.data() + at + mark.size(), text.data() + end, sent);
        microseconds.push_back(static_cast<std::uint32_t>((now - sent) / 1000));
        done = end;
    }
    text.erase(0, done);
}

latencies read_all(std::uint16_t port, int count) {
    int const poll = ::epoll_create1(EPOLL_CLOEXEC);
    std::vector<client> clients(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < clients.size(); ++i) {
        clients[i].socket = connect_to(port);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = i;
        ::epoll_ctl(poll, EPOLL_CTL_ADD, clients[i].socket, &event);
    }
    std::vector<std::uint32_t> microseconds;
    microseconds.reserve(4'000'000);
    std::vector<char> buffer(256 * 1024);
    for (int open = count; open > 0;) {
        epoll_event ready[128];
        int const found = ::epoll_wait(poll, ready, 128, 10'000);
        if (found <= 0)
            std::abort();
        for (int i = 0; i < found; ++i) {
            client& c = clients[ready[i].data.u64];
            auto const size = ::recv(c.socket, buffer.data(), buffer.size(), 0);
            if (size <= 0) {
                ::close(c.socket);
                --open;
                continue;
            }
            c.rest.append(buffer.data(), static_cast<std::size_t>(size));
            take_events(c.rest, microseconds);
        }
    }
    std::sort(microseconds.begin(), microseconds.end());
    if (microseconds.empty())
        return {};
    auto const at = [&](double share) {
        return microseconds[static_cast<std::size_t>(share * static_cast<double>(microseconds.size() - 1))] / 1000.0;
    };
    return {microseconds.size(), at(0.5), at(0.99)};
}

} // namespace

std::uint64_t monotonic_ns() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(now.tv_nsec);
}

reading_clients::reading_clients(std::uint16_t port, int count) {
    int ends[2];
    if (::pipe(ends) != 0)
        std::abort();
    child_ = ::fork();
    if (child_ == 0) {
        latencies const found = read_all(port, count);
        _exit(::write(ends[1], &found, sizeof(found)) == sizeof(found) ? 0 : 1);
    }
    ::close(ends[1]);
    results_ = ends[0];
}

latencies reading_clients::finish() {
    latencies found;
    if (::read(results_, &found, sizeof(found)) != sizeof(found))
        std::fprintf(stderr, "the clients failed\n");
    ::close(results_);
    ::waitpid(child_, nullptr, 0);
    return found;
}

} // namespace bench
