#pragma once

#include "tickhub/calendar.hpp"
#include "tickhub/decimal.hpp"
#include "tickhub/timestamp.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tickhub {

/// What format_time writes: 2021-06-11T03:45:52.000000000Z.
inline constexpr std::size_t time_size = 30;
/// What format_date writes: 2021-06-11.
inline constexpr std::size_t date_size = 10;
/// The longest that format_interval writes: 20 digits and a unit.
inline constexpr std::size_t max_interval_size = 22;

/// Writes a time as RFC 3339 in UTC, always with nine decimals: exactly time_size bytes, no terminator. Returns their
/// end. [any thread]
inline char* format_time(char* out, timestamp when);

/// Writes a yyyymmdd number as 2021-06-11: exactly date_size bytes, no terminator. Returns their end. The number is at
/// most 99991231. [any thread]
inline char* format_date(char* out, std::uint32_t yyyymmdd);

/// Writes an interval in nanoseconds as a count of the largest unit that divides it: 1m, 90s, 250ms, 1d. Needs room for
/// max_interval_size bytes; returns the end of what it wrote. [any thread]
inline char* format_interval(char* out, std::uint64_t nanoseconds);

/// Reads RFC 3339: `2021-06-11T09:15:52.25+05:30`, with Z or an offset, `t`, `z` and a space for T accepted. Nothing
/// when the text isn't that, names a day or time that doesn't exist (a leap second among them, which this count of
/// nanoseconds can't hold), has a digit other than 0 behind the ninth decimal, or lies outside 1970 to 2554.
/// [any thread]
constexpr std::optional<timestamp> parse_time(std::string_view text);

// ---------------------------------------------------------------------------------------------------------------------

namespace detail {

inline char* write_day(char* out, calendar_day const& date) {
    auto const year = static_cast<std::uint64_t>(date.year);
    out = write_pair(out, year / 100);
    out = write_pair(out, year % 100);
    *out++ = '-';
    out = write_pair(out, date.month);
    *out++ = '-';
    return write_pair(out, date.day);
}

/// Reads fixed-width fields from the front of a text.
struct field_reader {
    std::string_view rest;
    bool good = true;

    constexpr unsigned digits(std::size_t count) {
        unsigned value = 0;
        for (; count > 0; --count) {
            if (rest.empty() || !is_digit(rest.front())) {
                good = false;
                return 0;
            }
            value = value * 10 + static_cast<unsigned>(rest.front() - '0');
            rest.remove_prefix(1);
        }
        return value;
    }
    constexpr bool take(std::string_view any_of) {
        if (rest.empty() || any_of.find(rest.front()) == std::string_view::npos) {
            return false;
        }
        rest.remove_prefix(1);
        return true;
    }
    constexpr void expect(std::string_view any_of) { good = take(any_of) && good; }

    /// `.` and digits, as nanoseconds.
    constexpr std::int64_t fraction() {
        if (!take(".")) {
            return 0;
        }
        good = good && !rest.empty() && is_digit(rest.front());
        std::int64_t nanoseconds = 0;
        for (std::int64_t unit = 100'000'000; !rest.empty() && is_digit(rest.front()); unit /= 10) {
            nanoseconds += (rest.front() - '0') * unit;
            good = good && (unit != 0 || rest.front() == '0');
            rest.remove_prefix(1);
        }
        return nanoseconds;
    }
    /// `Z`, or an offset as seconds east of UTC.
    constexpr std::int64_t offset() {
        if (take("Zz")) {
            return 0;
        }
        bool const west = take("-");
        if (!west) {
            expect("+");
        }
        unsigned const hours = digits(2);
        expect(":");
        unsigned const minutes = digits(2);
        good = good && hours <= 23 && minutes <= 59;
        auto const seconds = static_cast<std::int64_t>(hours) * 3'600 + static_cast<std::int64_t>(minutes) * 60;
        return west ? -seconds : seconds;
    }
};

} // namespace detail

inline char* format_time(char* out, timestamp when) {
    constexpr std::uint64_t second = 1'000'000'000;
    constexpr std::uint64_t day = 86'400;
    std::uint64_t const seconds = when.raw() / second;
    std::uint64_t const second_of_day = seconds % day;
    out = detail::write_day(out, day_from_epoch(static_cast<std::int64_t>(seconds / day)));
    *out++ = 'T';
    out = detail::write_pair(out, second_of_day / 3'600);
    *out++ = ':';
    out = detail::write_pair(out, second_of_day / 60 % 60);
    *out++ = ':';
    out = detail::write_pair(out, second_of_day % 60);
    *out++ = '.';
    std::uint64_t const nanoseconds = when.raw() % second;
    *out++ = static_cast<char>('0' + nanoseconds / 100'000'000);
    out = detail::write_pair(out, nanoseconds / 1'000'000 % 100);
    out = detail::write_pair(out, nanoseconds / 10'000 % 100);
    out = detail::write_pair(out, nanoseconds / 100 % 100);
    out = detail::write_pair(out, nanoseconds % 100);
    *out++ = 'Z';
    return out;
}

inline char* format_date(char* out, std::uint32_t yyyymmdd) {
    assert(yyyymmdd <= 9999'12'31);
    return detail::write_day(out, day_of(yyyymmdd));
}

inline char* format_interval(char* out, std::uint64_t nanoseconds) {
    struct unit {
        std::uint64_t size;
        std::string_view name;
    };
    constexpr unit units[] = {{86'400'000'000'000, "d"},
                              {3'600'000'000'000, "h"},
                              {60'000'000'000, "m"},
                              {1'000'000'000, "s"},
                              {1'000'000, "ms"},
                              {1'000, "us"},
                              {1, "ns"}};
    for (unit const& u : units) {
        if (nanoseconds != 0 && nanoseconds % u.size == 0) {
            out = detail::write_integer(out, nanoseconds / u.size);
            std::memcpy(out, u.name.data(), u.name.size());
            return out + u.name.size();
        }
    }
    std::memcpy(out, "0s", 2);
    return out + 2;
}

constexpr std::optional<timestamp> parse_time(std::string_view text) {
    detail::field_reader reader{text};
    calendar_day date;
    date.year = reader.digits(4);
    reader.expect("-");
    date.month = reader.digits(2);
    reader.expect("-");
    date.day = reader.digits(2);
    reader.expect("Tt ");
    unsigned const hour = reader.digits(2);
    reader.expect(":");
    unsigned const minute = reader.digits(2);
    reader.expect(":");
    unsigned const second = reader.digits(2);
    std::int64_t const nanoseconds = reader.fraction();
    std::int64_t const offset = reader.offset();
    if (!reader.good || !reader.rest.empty() || !exists(date) || hour > 23 || minute > 59 || second > 59) {
        return std::nullopt;
    }
    std::int64_t const seconds = days_from_epoch(date) * 86'400 + static_cast<std::int64_t>(hour) * 3'600 +
                                 static_cast<std::int64_t>(minute) * 60 + static_cast<std::int64_t>(second) - offset;
    int128 const count = static_cast<int128>(seconds) * 1'000'000'000 + nanoseconds;
    if (count < 0 || count >= static_cast<int128>(TICKHUB_UNDEFINED_UINT64)) {
        return std::nullopt;
    }
    return timestamp{static_cast<tickhub_timestamp>(count)};
}

} // namespace tickhub
