// Times as files write them.
#pragma once

#include "instant.hpp"
#include "zone.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace tickhub::csv_replay {

/// How a column says when something happened.
enum class time_format : std::uint8_t {
    text,         ///< 2021-06-11 09:15:50, and the like: see time_field
    seconds,      ///< since 1970-01-01 UTC, decimals allowed
    milliseconds, ///< since 1970-01-01 UTC, as are the next two
    microseconds,
    nanoseconds
};

/// Reads the time column of one file.
///
/// As text: `2021-06-11 09:15:50`, with T for the space, with up to nine decimals, without the seconds, or the day
/// alone (then its first moment); with Z, +05:30 or +0530 behind it, else it is local time of the zone. Years 1900 to
/// 2261, which is what nanoseconds can hold.
class time_field {
public:
    time_field(time_format format, zone local) : format_{format}, zone_{std::move(local)} {}

    /// Nothing when the text is no such time, or one that the zone's clocks never showed.
    [[nodiscard]] std::optional<instant> read(std::string_view text);

    [[nodiscard]] zone& local() noexcept { return zone_; }

private:
    [[nodiscard]] std::optional<instant> read_text(std::string_view text);

    time_format format_;
    zone zone_;
};

/// The last day that a file's name (the part behind the folders) holds, as 2021-06-11 or 20210611 with no further digit
/// beside it.
[[nodiscard]] std::optional<wall_day> day_in_name(std::string_view path) noexcept;

} // namespace tickhub::csv_replay
