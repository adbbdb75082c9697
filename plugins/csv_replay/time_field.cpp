#include "time_field.hpp"

#include "number_field.hpp"
#include "text.hpp"

#include <tickhub/calendar.hpp>

#include <chrono>

namespace tickhub::csv_replay {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr unsigned first_year = 1900;
constexpr unsigned last_year = 2261;
constexpr instant first_instant{wall_day{tickhub::days_from_epoch({first_year, 1, 1})}};
constexpr instant last_instant{wall_day{tickhub::days_from_epoch({last_year + 1, 1, 1})}};

// Takes exactly `count` digits off the front.
std::optional<unsigned> take_number(std::string_view& text, std::size_t count) noexcept {
    if (text.size() < count)
        return std::nullopt;
    unsigned number = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (!is_digit(text[i]))
            return std::nullopt;
        number = number * 10 + static_cast<unsigned>(text[i] - '0');
    }
    text.remove_prefix(count);
    return number;
}

bool take(std::string_view& text, std::string_view expected) noexcept {
    if (text.substr(0, expected.size()) != expected)
        return false;
    text.remove_prefix(expected.size());
    return true;
}

// YYYY-MM-DD, or with another text between the numbers.
std::optional<wall_day> take_day(std::string_view& text, std::string_view between = "-") noexcept {
    auto const year = take_number(text, 4);
    if (!year || *year < first_year || *year > last_year || !take(text, between))
        return std::nullopt;
    auto const month = take_number(text, 2);
    if (!month || !take(text, between))
        return std::nullopt;
    auto const day = take_number(text, 2);
    if (!day)
        return std::nullopt;
    tickhub::calendar_day const date{*year, *month, *day};
    if (!tickhub::exists(date))
        return std::nullopt;
    return wall_day{static_cast<std::int32_t>(tickhub::days_from_epoch(date))};
}

// The digits behind a decimal point: one to nine of them.
std::optional<nanoseconds> take_fraction(std::string_view& text) noexcept {
    nanoseconds fraction{0};
    int count = 0;
    for (nanoseconds unit{100'000'000}; !text.empty() && is_digit(text.front()); text.remove_prefix(1), unit /= 10) {
        fraction += unit * (text.front() - '0');
        ++count;
    }
    if (count == 0 || count > 9)
        return std::nullopt;
    return fraction;
}

// HH:MM[:SS[.fraction]], after midnight.
std::optional<nanoseconds> take_time_of_day(std::string_view& text) noexcept {
    auto const hour = take_number(text, 2);
    if (!hour || *hour > 23 || !take(text, ":"))
        return std::nullopt;
    auto const minute = take_number(text, 2);
    if (!minute || *minute > 59)
        return std::nullopt;
    nanoseconds time = std::chrono::hours{*hour} + std::chrono::minutes{*minute};
    if (!take(text, ":"))
        return time;
    auto const second = take_number(text, 2);
    if (!second || *second > 59)
        return std::nullopt;
    time += seconds{*second};
    if (!take(text, "."))
        return time;
    auto const fraction = take_fraction(text);
    if (!fraction)
        return std::nullopt;
    return time + *fraction;
}

// East of UTC: Z, +05:30 or +0530.
std::optional<seconds> take_offset(std::string_view& text) noexcept {
    if (take(text, "Z") || take(text, "z"))
        return seconds{0};
    bool const west = take(text, "-");
    if (!west && !take(text, "+"))
        return std::nullopt;
    auto const hours = take_number(text, 2);
    take(text, ":");
    auto const minutes = take_number(text, 2);
    if (!hours || !minutes || *hours > 23 || *minutes > 59)
        return std::nullopt;
    seconds const offset = std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
    return west ? -offset : offset;
}

} // namespace

std::optional<instant> time_field::read_text(std::string_view text) {
    auto const day = take_day(text);
    if (!day)
        return std::nullopt;
    if (text.empty())
        return instant{zone_.begin_of(*day)};
    if (!take(text, " ") && !take(text, "T"))
        return std::nullopt;
    auto const time = take_time_of_day(text);
    if (!time)
        return std::nullopt;
    auto const wall = std::chrono::floor<wall_seconds>(*day + *time);
    nanoseconds const fraction = *time % seconds{1};
    if (text.empty()) {
        auto const utc = zone_.to_utc(wall);
        return utc ? std::optional{instant{*utc + fraction}} : std::nullopt;
    }
    take(text, " ");
    auto const offset = take_offset(text);
    if (!offset || !text.empty())
        return std::nullopt;
    return instant{wall - *offset + fraction};
}

std::optional<instant> time_field::read(std::string_view text) {
    text = trimmed(text);
    if (format_ == time_format::text)
        return read_text(text);
    unsigned const decimals = format_ == time_format::seconds        ? 9
                              : format_ == time_format::milliseconds ? 6
                              : format_ == time_format::microseconds ? 3
                                                                     : 0;
    auto const count = read_exact(text, decimals);
    // The same years as above, so that sums of times and intervals fit.
    if (!count || instant{nanoseconds{*count}} < first_instant || instant{nanoseconds{*count}} >= last_instant)
        return std::nullopt;
    return instant{nanoseconds{*count}};
}

std::optional<wall_day> day_in_name(std::string_view path) noexcept {
    std::string_view const name = path.substr(path.rfind('/') + 1);
    for (std::size_t at = name.size(); at-- > 0;) {
        if (at > 0 && is_digit(name[at - 1]))
            continue;
        for (std::string_view const between : {"-", ""}) {
            std::string_view rest = name.substr(at);
            auto const day = take_day(rest, between);
            if (day && (rest.empty() || !is_digit(rest.front())))
                return day;
        }
    }
    return std::nullopt;
}

} // namespace tickhub::csv_replay
