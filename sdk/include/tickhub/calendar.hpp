#pragma once

#include "tickhub/timestamp.hpp"

#include <cstdint>

namespace tickhub {

/// A day of the proleptic Gregorian calendar, UTC.
struct calendar_day {
    std::int64_t year = 1970;
    unsigned month = 1; ///< 1 to 12
    unsigned day = 1;   ///< 1 to 31

    friend constexpr bool operator==(calendar_day const&, calendar_day const&) = default;
};

// The two conversions are Howard Hinnant's days_from_civil and civil_from_days, which count in eras of 400 years that
// begin on 1 March, so that the leap day is a year's last: http://howardhinnant.github.io/date_algorithms.html

/// Days since 1970-01-01; negative before. The day need not exist: 30 February is 2 March (1 March in a leap year).
/// [any thread]
constexpr std::int64_t days_from_epoch(calendar_day const& date) {
    std::int64_t const year = date.month <= 2 ? date.year - 1 : date.year;
    std::int64_t const era = (year >= 0 ? year : year - 399) / 400;
    auto const year_of_era = static_cast<unsigned>(year - era * 400);                                  // [0, 399]
    unsigned const month_from_march = date.month > 2 ? date.month - 3 : date.month + 9;                // [0, 11]
    unsigned const day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;                      // [0, 365]
    unsigned const day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year; // [0, 146096]
    return era * 146'097 + static_cast<std::int64_t>(day_of_era) - 719'468;
}

/// The day that is `days` after 1970-01-01. [any thread]
constexpr calendar_day day_from_epoch(std::int64_t days) {
    std::int64_t const shifted = days + 719'468;
    std::int64_t const era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
    auto const day_of_era = static_cast<unsigned>(shifted - era * 146'097); // [0, 146096]
    unsigned const year_of_era =
        (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;            // [0, 399]
    unsigned const day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100); // [0, 365]
    unsigned const month_from_march = (5 * day_of_year + 2) / 153;                                       // [0, 11]
    unsigned const day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    unsigned const month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    std::int64_t const year = static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0);
    return {year, month, day};
}

/// Whether the calendar has that day. [any thread]
constexpr bool exists(calendar_day const& date) {
    constexpr unsigned days_in[] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool const leap_year = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
    return date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= days_in[date.month] &&
           (leap_year || date.month != 2 || date.day != 29);
}

/// The UTC date of a time as yyyymmdd: 20210611. [any thread]
constexpr std::uint32_t date_of(timestamp when) {
    calendar_day const date = day_from_epoch(static_cast<std::int64_t>(when.raw() / 86'400'000'000'000));
    return static_cast<std::uint32_t>(date.year) * 10'000 + date.month * 100 + date.day;
}

/// The day that a yyyymmdd number writes; it need not exist. [any thread]
constexpr calendar_day day_of(std::uint32_t yyyymmdd) {
    return {yyyymmdd / 10'000, yyyymmdd / 100 % 100, yyyymmdd % 100};
}

/// Whether a yyyymmdd number is a day of the years 1 to 9999. [any thread]
constexpr bool is_date(std::uint32_t yyyymmdd) {
    return yyyymmdd >= 1'01'01 && yyyymmdd <= 9999'12'31 && exists(day_of(yyyymmdd));
}

} // namespace tickhub
