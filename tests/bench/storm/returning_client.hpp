// A client of news that comes back where it was cut off, and keeps an account of what it was told.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

/// News are numbered without a hole.
class returning_client {
public:
    explicit returning_client(std::uint16_t port) : port_{port} {}
    returning_client(returning_client const&) = delete;
    returning_client& operator=(returning_client const&) = delete;
    ~returning_client() { cut(); }

    /// Connects, with the last id when there is one.
    void connect(int source);
    void cut();
    [[nodiscard]] int socket() const noexcept { return socket_; }
    /// Takes what has come. False when the server has ended the stream.
    bool read();

    /// The number of the last piece of news; 0 before the first.
    [[nodiscard]] std::uint64_t last() const noexcept { return last_; }
    /// The stream after the cut has said what it brings.
    [[nodiscard]] bool is_back() const noexcept { return told_; }
    [[nodiscard]] bool recovered() const noexcept { return recovered_; }
    /// Against what was told: pieces that are lost, or there twice, or not the ones that resume spoke of.
    [[nodiscard]] std::uint64_t lost() const noexcept { return lost_; }
    [[nodiscard]] std::uint64_t doubled() const noexcept { return doubled_; }
    [[nodiscard]] std::uint64_t untrue() const noexcept { return untrue_; }

private:
    void take(std::string_view event);
    void take_resume(std::string_view event);
    void take_news(std::uint64_t number);

    std::uint16_t port_;
    int socket_ = -1;
    bool answered_ = false;
    std::string rest_; // what has not come whole
    std::string id_;
    std::uint64_t last_ = 0;
    bool told_ = false;
    bool recovered_ = false;
    bool any_may_follow_ = true; // the server has said that it doesn't know what is missing
    std::uint64_t admitted_ = 0; // pieces that the server has said are lost
    std::uint64_t lost_ = 0, doubled_ = 0, untrue_ = 0;
};

} // namespace bench
