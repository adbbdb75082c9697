// The measure: the least that a broadcaster can do, one shared buffer and one send per client and event.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bench {

/// Serves one event stream to whoever connects. Single-threaded: whoever calls does the work.
class plain_epoll {
public:
    plain_epoll();
    ~plain_epoll();
    plain_epoll(plain_epoll const&) = delete;
    plain_epoll& operator=(plain_epoll const&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    /// Accepts and answers until so many clients are there.
    void wait_for_clients(int count);
    /// One send of the same bytes to each client. A client that does not keep up ends the program.
    void broadcast(std::string const& bytes);
    void close_all();

private:
    int listening_;
    int poll_;
    std::uint16_t port_ = 0;
    std::vector<int> clients_;
};

} // namespace bench
