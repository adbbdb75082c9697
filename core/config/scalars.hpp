// How each type of value is written in YAML, exactly: no double, no octal, no yes and no.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tickhub::config {

/// A value, or why the text is not one: "must be …; found `…`".
struct parsed_integer {
    std::optional<std::int64_t> value;
    std::string fault;
};

[[nodiscard]] parsed_integer parse_boolean(std::string_view text);     ///< true 1, false 0
[[nodiscard]] parsed_integer parse_integer(std::string_view text);     ///< decimal digits
[[nodiscard]] parsed_integer parse_decimal(std::string_view text);     ///< counts of 1e-9; prices too
[[nodiscard]] parsed_integer parse_duration(std::string_view text);    ///< nanoseconds, from 250ms or 1.5h
[[nodiscard]] parsed_integer parse_size(std::string_view text);        ///< bytes, from 64KiB or 1MB
[[nodiscard]] parsed_integer parse_date(std::string_view text);        ///< yyyymmdd, from 2021-06-11
[[nodiscard]] parsed_integer parse_time_of_day(std::string_view text); ///< nanoseconds after midnight, from 09:15:30.5

/// Why the text can't be the name of a time zone (Asia/Kolkata, UTC); empty when it can. Whether there is such a zone
/// is for the plugin to find out. [any thread]
[[nodiscard]] std::string time_zone_fault(std::string_view text);
/// The same for the path of a URL, normalised and without anything that would be percent-encoded.
[[nodiscard]] std::string url_path_fault(std::string_view text);

} // namespace tickhub::config
