// Moments of a recording: signed, since local times of early 1970 lie before the epoch in UTC.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace tickhub::csv_replay {

/// Nanoseconds since 1970-01-01T00:00:00Z, UTC.
using instant = std::chrono::time_point<std::chrono::system_clock, std::chrono::nanoseconds>;
/// On the wall of some zone: seconds since 1970-01-01T00:00:00 there.
using wall_seconds = std::chrono::seconds;
/// On the wall of some zone: days since 1970-01-01.
using wall_day = std::chrono::duration<std::int32_t, std::ratio<86'400>>;

/// Whole seconds of an instant since the epoch, rounded towards the past.
[[nodiscard]] constexpr std::chrono::seconds seconds_of(instant when) noexcept {
    return std::chrono::floor<std::chrono::seconds>(when.time_since_epoch());
}

/// 2021-06-11T03:45:50Z, with as many decimals as there are; for people.
[[nodiscard]] std::string to_text(instant when);

/// 2021-06-11 as 20210611; 0 for a day outside the years 1 to 9999.
[[nodiscard]] std::uint32_t to_yyyymmdd(wall_day day) noexcept;

} // namespace tickhub::csv_replay
