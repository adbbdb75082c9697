#include "fan_out/plain_epoll.hpp"

#include "tools/clock.hpp"
#include "tools/fail.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace bench {

namespace {

void watch(int poll, int socket) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = socket;
    ::epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event);
}

void send_whole(int client, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const sent = ::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
            continue;
        }
        pollfd room{client, POLLOUT, 0};
        if (errno != EAGAIN || ::poll(&room, 1, 10'000) != 1)
            fail("a client of the plain program is gone");
    }
}

} // namespace

plain_epoll::plain_epoll(std::uint64_t coalesce)
    : coalesce_{coalesce}
    , listening_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)}
    , poll_{::epoll_create1(EPOLL_CLOEXEC)} {
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(where);
    if (::bind(listening_, reinterpret_cast<sockaddr*>(&where), size) != 0 || ::listen(listening_, 8192) != 0 ||
        ::getsockname(listening_, reinterpret_cast<sockaddr*>(&where), &size) != 0)
        fail("the plain program can't listen");
    port_ = ntohs(where.sin_port);
    watch(poll_, listening_);
}

plain_epoll::~plain_epoll() {
    close_all();
    ::close(poll_);
    ::close(listening_);
}

void plain_epoll::wait_for_clients(int count) {
    while (static_cast<int>(clients_.size()) < count) {
        epoll_event ready[64];
        int const found = ::epoll_wait(poll_, ready, 64, 10'000);
        if (found <= 0)
            fail("the plain program's clients don't come");
        for (int i = 0; i < found; ++i) {
            if (ready[i].data.fd == listening_) {
                int const accepted = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
                int const one = 1;
                ::setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
                watch(poll_, accepted);
                continue;
            }
            char request[1024];
            if (::recv(ready[i].data.fd, request, sizeof(request), 0) <= 0)
                fail("a client of the plain program is gone");
            send_whole(ready[i].data.fd, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
                                         "Cache-Control: no-store\r\nTransfer-Encoding: chunked\r\n\r\n");
            clients_.push_back(ready[i].data.fd);
        }
    }
}

void plain_epoll::publish(std::string_view data) {
    static constexpr std::string_view before = "event: trades\ndata: ";
    char size[16];
    std::snprintf(size, sizeof(size), "%zx\r\n", before.size() + data.size() + 2);
    waiting_.append(size).append(before).append(data).append("\n\n\r\n");
    if (coalesce_ == 0 || monotonic_ns() - last_flush_ >= coalesce_)
        flush();
}

std::uint64_t plain_epoll::flush_due() const {
    return waiting_.empty() ? never : last_flush_ + coalesce_;
}

void plain_epoll::flush() {
    if (waiting_.empty())
        return;
    if (coalesce_ != 0)
        last_flush_ = monotonic_ns();
    for (int const client : clients_)
        send_whole(client, waiting_);
    waiting_.clear();
}

void plain_epoll::close_all() {
    flush();
    for (int const client : clients_)
        ::close(client);
    clients_.clear();
}

} // namespace bench
