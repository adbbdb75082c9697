// How often somebody may do something: so many times a second, and after a rest as often as in two seconds at once.
#pragma once

#include "http/deadlines.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <ratio>
#include <type_traits>

namespace tickhub::http {

class rate {
public:
    /// per_second > 0.
    explicit rate(std::uint32_t per_second) noexcept : interval_{1'000'000'000 / std::int64_t{per_second}} {}
    [[nodiscard]] std::int64_t interval() const noexcept { return interval_; }
    [[nodiscard]] std::int64_t slack() const noexcept { return 2'000'000'000 - interval_; }

private:
    std::int64_t interval_; // nanoseconds
};

/// Holds one number, the time at which it will be full again. (GCRA: ITU-T I.371, annex A.) [any thread]
class token_bucket {
public:
    /// Takes a token; or says how long until there is one, and takes none.
    [[nodiscard]] std::chrono::nanoseconds take(rate const& how_often, steady_time now) noexcept {
        std::int64_t const at = now.time_since_epoch().count();
        std::int64_t full = full_at_.load(std::memory_order_relaxed);
        while (true) {
            std::int64_t const from = std::max(full, at);
            if (from - at > how_often.slack())
                return std::chrono::nanoseconds{from - at - how_often.slack()};
            if (full_at_.compare_exchange_weak(full, from + how_often.interval(), std::memory_order_relaxed))
                return std::chrono::nanoseconds{0};
        }
    }
    /// How long until there is one; 0 when there is.
    [[nodiscard]] std::chrono::nanoseconds wait(rate const& how_often, steady_time now) const noexcept {
        std::int64_t const missing = full_at_.load(std::memory_order_relaxed) - now.time_since_epoch().count();
        return std::chrono::nanoseconds{std::max<std::int64_t>(missing - how_often.slack(), 0)};
    }
    [[nodiscard]] bool full(steady_time now) const noexcept {
        return full_at_.load(std::memory_order_relaxed) <= now.time_since_epoch().count();
    }

private:
    static_assert(std::is_same_v<steady_time::duration::period, std::nano>);
    std::atomic<std::int64_t> full_at_{0};
};

} // namespace tickhub::http
