// The one clock of all processes of a run.
#pragma once

#include <cstdint>
#include <ctime>

namespace bench {

inline constexpr std::uint64_t second = 1'000'000'000; // nanoseconds
inline constexpr std::uint64_t millisecond = 1'000'000;

/// CLOCK_MONOTONIC in nanoseconds.
inline std::uint64_t monotonic_ns() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * second + static_cast<std::uint64_t>(now.tv_nsec);
}

inline void sleep_until(std::uint64_t due) {
    timespec const at{static_cast<time_t>(due / second), static_cast<long>(due % second)};
    ::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, nullptr);
}

} // namespace bench
