// The hub's two clocks: the market's time, which a replay may drive, and the host's monotonic time, which nothing does.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace tickhub::lifecycle {

/// Nanoseconds since 1970-01-01T00:00:00Z (market time) or since some start (steady time).
using nanoseconds = std::uint64_t;

enum class clock_source : std::uint8_t { host, replay };

/// [any thread], but set_market_time is for the one driver of a replay clock.
class hub_clock {
public:
    explicit hub_clock(clock_source source) noexcept : source_{source} {}

    /// Of a replay clock: the virtual time, 0 before the first event.
    [[nodiscard]] nanoseconds market_time() const noexcept {
        if (source_ == clock_source::replay)
            return virtual_.load(std::memory_order_relaxed);
        return count(std::chrono::system_clock::now());
    }
    [[nodiscard]] nanoseconds steady_time() const noexcept { return count(std::chrono::steady_clock::now()); }
    [[nodiscard]] clock_source source() const noexcept { return source_; }

    void set_market_time(nanoseconds time) noexcept { virtual_.store(time, std::memory_order_relaxed); }

private:
    template <class Time>
    static nanoseconds count(Time time) noexcept {
        using std::chrono::duration_cast;
        return static_cast<nanoseconds>(duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count());
    }

    clock_source source_;
    std::atomic<nanoseconds> virtual_{0};
};

/// A steady time as the standard library's.
[[nodiscard]] inline std::chrono::steady_clock::time_point to_time_point(nanoseconds steady) noexcept {
    constexpr nanoseconds far = 4'000'000'000'000'000'000; // 126 years: later than any deadline, and no overflow
    return std::chrono::steady_clock::time_point{
        std::chrono::nanoseconds{static_cast<std::int64_t>(steady < far ? steady : far)}};
}

inline constexpr nanoseconds never = UINT64_MAX;

} // namespace tickhub::lifecycle
