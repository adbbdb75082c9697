#include "plain_epoll.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace bench {

plain_epoll::plain_epoll()
    : listening_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)}
    , poll_{::epoll_create1(EPOLL_CLOEXEC)} {
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(where);
    if (::bind(listening_, reinterpret_cast<sockaddr*>(&where), size) != 0 || ::listen(listening_, 1024) != 0 ||
        ::getsockname(listening_, reinterpret_cast<sockaddr*>(&where), &size) != 0)
        std::abort();
    port_ = ntohs(where.sin_port);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = listening_;
    ::epoll_ctl(poll_, EPOLL_CTL_ADD, listening_, &event);
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
        for (int i = 0; i < found; ++i) {
            if (ready[i].data.fd == listening_) {
                int const accepted = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
                int const one = 1;
                ::setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
                epoll_event event{};
                event.events = EPOLLIN;
                event.data.fd = accepted;
                ::epoll_ctl(poll_, EPOLL_CTL_ADD, accepted, &event);
                continue;
            }
            char request[1024];
            if (::recv(ready[i].data.fd, request, sizeof(request), 0) <= 0)
                std::abort();
            std::string_view const head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
                                          "Cache-Control: no-store\r\nTransfer-Encoding: chunked\r\n\r\n";
            if (::send(ready[i].data.fd, head.data(), head.size(), MSG_NOSIGNAL) < 0)
                std::abort();
            clients_.push_back(ready[i].data.fd);
        }
    }
}

void plain_epoll::broadcast(std::string const& bytes) {
    for (int const client : clients_) {
        if (::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT) !=
            static_cast<ssize_t>(bytes.size())) {
            std::fprintf(stderr, "a client of the plain program does not keep up\n");
            std::exit(2);
        }
    }
}

void plain_epoll::close_all() {
    for (int const client : clients_)
        ::close(client);
    clients_.clear();
}

} // namespace bench
