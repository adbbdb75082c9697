// The measure: the least that a broadcaster can do, one buffer for all clients and one send for each.
#pragma once

#include "fan_out/broadcaster.hpp"

#include <string>
#include <vector>

namespace bench {

class plain_epoll final : public broadcaster {
public:
    /// Events of so many nanoseconds leave together; 0 sends each at once.
    explicit plain_epoll(std::uint64_t coalesce);
    ~plain_epoll() override;

    [[nodiscard]] std::uint16_t port() const override { return port_; }
    void wait_for_clients(int count) override;
    void publish(std::string_view data) override;
    [[nodiscard]] std::uint64_t flush_due() const override;
    /// Waits for a client that has no room.
    void flush() override;
    void close_all() override;

private:
    std::uint64_t coalesce_;
    int listening_;
    int poll_;
    std::uint16_t port_ = 0;
    std::vector<int> clients_;
    std::string waiting_;
    std::uint64_t last_flush_ = 0;
};

} // namespace bench
