// What the servers that are compared have in common.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

namespace bench {

inline constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();

/// Serves one stream of events, /stream, to whoever connects. One thread calls.
class broadcaster {
public:
    broadcaster() = default;
    broadcaster(broadcaster const&) = delete;
    broadcaster& operator=(broadcaster const&) = delete;
    virtual ~broadcaster() = default;

    [[nodiscard]] virtual std::uint16_t port() const = 0;
    /// Returns once so many have been answered and get what is published.
    virtual void wait_for_clients(int count) = 0;
    /// One event `trades` with this data, to each client.
    virtual void publish(std::string_view data) = 0;
    /// When flush wants to be called, in nanoseconds of CLOCK_MONOTONIC.
    [[nodiscard]] virtual std::uint64_t flush_due() const { return never; }
    virtual void flush() {}
    /// After what was published, the streams end.
    virtual void close_all() = 0;
};

} // namespace bench
