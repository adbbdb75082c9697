// Local times and days of a time zone (IANA names; from the system's tzdata), quickly for times that are near another.
#pragma once

#include "instant.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace date {
class time_zone;
}

namespace tickhub::csv_replay {

/// A copyable view of a time zone with a small cache; each user has one of its own. UTC is in seconds since the epoch.
class zone {
public:
    using utc_seconds = std::chrono::seconds;

    /// Throws std::runtime_error when there is no such zone, or no tzdata on this machine.
    explicit zone(std::string_view name);

    /// When clocks on the wall show `wall`: the earlier time when they show it twice (the night that summer time ends),
    /// nothing when they never do (the night that it begins).
    [[nodiscard]] std::optional<utc_seconds> to_utc(wall_seconds wall);

    /// What clocks on the wall show then.
    [[nodiscard]] wall_seconds to_wall(utc_seconds utc);

    /// The day on the wall then.
    [[nodiscard]] wall_day day_of(instant when) { return std::chrono::floor<wall_day>(to_wall(seconds_of(when))); }

    /// When that day begins.
    [[nodiscard]] utc_seconds begin_of(wall_day day);

private:
    void remember(utc_seconds begin, utc_seconds end, std::chrono::seconds offset) noexcept;

    date::time_zone const* zone_;
    // Between two changes of the clocks: [begin, end) in UTC with its offset, and the wall's times in it that are
    // surely shown once.
    utc_seconds begin_{};
    utc_seconds end_{};
    std::chrono::seconds offset_{};
    wall_seconds wall_begin_{};
    wall_seconds wall_end_{};
};

} // namespace tickhub::csv_replay
