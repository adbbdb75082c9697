#pragma once

#include <tickhub/events.h>

#include <cstdint>

namespace tickhub::testing {

/// Both times of a hub. They stand still until a test moves them, apart or together.
struct manual_clock {
    tickhub_timestamp market_time = 1'623'383'152'000'000'000; ///< 2021-06-11T03:45:52Z
    std::uint64_t steady_time = 1'000'000'000;

    void advance(std::uint64_t nanoseconds) noexcept {
        market_time += nanoseconds;
        steady_time += nanoseconds;
    }
};

} // namespace tickhub::testing
