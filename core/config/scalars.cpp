#include "config/scalars.hpp"

#include "config/shown.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

namespace tickhub::config {
namespace {

__extension__ typedef unsigned __int128 wide; // products of two 64-bit numbers, exactly

constexpr std::int64_t billion = 1'000'000'000;
// The largest int64 stands for "undefined" in records.
constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max() - 1;
constexpr std::size_t longest_fraction = 15;

struct unit {
    std::string_view name;
    std::int64_t factor;
};

constexpr std::array<unit, 7> duration_units{{{"ns", 1},
                                              {"us", 1'000},
                                              {"ms", 1'000'000},
                                              {"s", billion},
                                              {"m", 60 * billion},
                                              {"h", 3'600 * billion},
                                              {"d", 86'400 * billion}}};
constexpr std::array<unit, 7> size_units{{{"B", 1},
                                          {"KiB", 1 << 10},
                                          {"MiB", 1 << 20},
                                          {"GiB", 1 << 30},
                                          {"KB", 1'000},
                                          {"MB", 1'000'000},
                                          {"GB", billion}}};

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) noexcept {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

parsed_integer fault(std::string_view wanted, std::string_view text) {
    return {std::nullopt, std::string{wanted} + "; found " + (text.empty() ? "nothing" : shown(text))};
}

// An unsigned decimal number as written: digits, and maybe a point and more digits.
struct number {
    std::string_view whole, fraction;
};

std::optional<number> split_number(std::string_view text) {
    std::size_t const point = text.find('.');
    number result{text.substr(0, point), {}};
    if (!all_digits(result.whole))
        return std::nullopt;
    if (point != std::string_view::npos) {
        result.fraction = text.substr(point + 1);
        if (!all_digits(result.fraction))
            return std::nullopt;
        while (!result.fraction.empty() && result.fraction.back() == '0')
            result.fraction.remove_suffix(1);
    }
    return result;
}

bool has_leading_zero(std::string_view whole) {
    return whole.size() > 1 && whole.front() == '0';
}

enum class exactness { exact, too_fine, too_large };

// number × factor, when that is whole and fits.
exactness scale(number const& n, std::int64_t factor, std::int64_t& result) {
    if (n.fraction.size() > longest_fraction)
        return exactness::too_fine;
    auto const limit = static_cast<wide>(largest);
    wide whole = 0;
    for (char const digit : n.whole) {
        whole = whole * 10 + static_cast<wide>(digit - '0');
        if (whole > limit)
            return exactness::too_large;
    }
    wide fraction = 0;
    wide power = 1;
    for (char const digit : n.fraction) {
        fraction = fraction * 10 + static_cast<wide>(digit - '0');
        power *= 10;
    }
    fraction *= static_cast<wide>(factor);
    if (fraction % power != 0)
        return exactness::too_fine;
    wide const total = whole * static_cast<wide>(factor) + fraction / power;
    if (total > limit)
        return exactness::too_large;
    result = static_cast<std::int64_t>(total);
    return exactness::exact;
}

template <std::size_t Count>
parsed_integer parse_with_unit(std::string_view text, std::array<unit, Count> const& units, std::string_view kind,
                               std::string_view example, std::string_view smallest) {
    std::vector<std::string> unit_names;
    for (unit const& u : units)
        unit_names.emplace_back(u.name);
    std::string const known = "(" + or_list(unit_names) + "), as in " + std::string{example};
    std::size_t const end = std::min(text.find_first_not_of("0123456789."), text.size());
    auto const n = split_number(text.substr(0, end));
    std::string_view const name = text.substr(end);
    if (!n)
        return fault("must be " + std::string{kind} + " with a unit " + known, text);
    if (name.empty())
        return fault("needs a unit " + known, text);
    auto const found = std::find_if(units.begin(), units.end(), [name](unit const& u) { return u.name == name; });
    if (found == units.end())
        return fault("needs a known unit " + known, text);
    if (has_leading_zero(n->whole))
        return fault("must not begin with zeros", text);
    std::int64_t value = 0;
    switch (scale(*n, found->factor, value)) {
    case exactness::exact:
        return {value, {}};
    case exactness::too_fine:
        return fault("must be a whole number of " + std::string{smallest}, text);
    case exactness::too_large:
        break;
    }
    return fault("is too large", text);
}

// The number that two or four digits at `at` make.
std::int64_t digits_at(std::string_view text, std::size_t at, std::size_t count) {
    std::int64_t value = 0;
    for (char const digit : text.substr(at, count))
        value = value * 10 + (digit - '0');
    return value;
}

// Whether the text is like the pattern, in which 0 stands for any digit.
bool looks_like(std::string_view text, std::string_view pattern) {
    return text.size() == pattern.size() && std::equal(text.begin(), text.end(), pattern.begin(),
                                                       [](char c, char p) { return p == '0' ? is_digit(c) : c == p; });
}

std::int64_t days_in(std::int64_t year, std::int64_t month) {
    if (month == 2)
        return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

} // namespace

parsed_integer parse_boolean(std::string_view text) {
    if (text == "true")
        return {1, {}};
    if (text == "false")
        return {0, {}};
    constexpr std::string_view other_words[] = {"yes", "Yes", "YES", "on", "On", "ON", "y", "Y", "True", "TRUE", "1"};
    constexpr std::string_view other_noes[] = {"no", "No", "NO", "off", "Off", "OFF", "n", "N", "False", "FALSE", "0"};
    parsed_integer result = fault("must be true or false", text);
    if (std::find(std::begin(other_words), std::end(other_words), text) != std::end(other_words))
        result.fault += "; write true";
    if (std::find(std::begin(other_noes), std::end(other_noes), text) != std::end(other_noes))
        result.fault += "; write false";
    return result;
}

parsed_integer parse_integer(std::string_view text) {
    bool const negative = text.starts_with('-');
    std::string_view const digits = text.substr(negative ? 1 : 0);
    if (!all_digits(digits))
        return fault("must be an integer in decimal digits", text);
    if (has_leading_zero(digits)) {
        std::string plain{digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1))};
        return {std::nullopt, "must not begin with a zero, which some programs read as octal; found " + shown(text) +
                                  ", write " + (negative ? "-" : "") + plain};
    }
    std::int64_t value = 0;
    if (scale({digits, {}}, 1, value) != exactness::exact)
        return fault("is too large for 64 bits", text);
    return {negative ? -value : value, {}};
}

parsed_integer parse_decimal(std::string_view text) {
    bool const negative = text.starts_with('-');
    auto const n = split_number(text.substr(negative ? 1 : 0));
    if (!n)
        return fault("must be a decimal number such as 12.5", text);
    if (has_leading_zero(n->whole))
        return fault("must not begin with zeros", text);
    std::int64_t value = 0;
    switch (scale(*n, billion, value)) {
    case exactness::exact:
        return {negative ? -value : value, {}};
    case exactness::too_fine:
        return fault("has more than nine decimals", text);
    case exactness::too_large:
        break;
    }
    return fault("is too large: 9.2 billion is the limit", text);
}

parsed_integer parse_duration(std::string_view text) {
    return parse_with_unit(text, duration_units, "a duration", "250ms", "nanoseconds");
}

parsed_integer parse_size(std::string_view text) {
    return parse_with_unit(text, size_units, "a size", "64KiB", "bytes");
}

parsed_integer parse_date(std::string_view text) {
    if (!looks_like(text, "0000-00-00"))
        return fault("must be a date such as 2021-06-11", text);
    std::int64_t const year = digits_at(text, 0, 4), month = digits_at(text, 5, 2), day = digits_at(text, 8, 2);
    if (month < 1 || month > 12 || day < 1 || day > days_in(year, month))
        return fault("is no day of the calendar", text);
    return {year * 10'000 + month * 100 + day, {}};
}

parsed_integer parse_time_of_day(std::string_view text) {
    constexpr std::string_view wanted = "must be a time of day such as 09:15 or 15:30:00";
    std::string_view const clock = text.substr(0, text.find('.'));
    bool const with_seconds = looks_like(clock, "00:00:00");
    if (!with_seconds && !looks_like(text, "00:00"))
        return fault(wanted, text);
    std::int64_t const hour = digits_at(text, 0, 2), minute = digits_at(text, 3, 2);
    std::int64_t const second = with_seconds ? digits_at(text, 6, 2) : 0;
    std::int64_t nanoseconds = 0;
    if (clock.size() < text.size()) {
        std::string_view const fraction = text.substr(clock.size() + 1);
        if (!all_digits(fraction))
            return fault(wanted, text);
        if (scale({"0", fraction}, billion, nanoseconds) != exactness::exact)
            return fault("must be a whole number of nanoseconds", text);
    }
    if (hour > 23 || minute > 59 || second > 59)
        return fault(wanted, text);
    return {((hour * 60 + minute) * 60 + second) * billion + nanoseconds, {}};
}

std::string time_zone_fault(std::string_view text) {
    // As the names of the IANA database are made: parts of letters, digits and _ + -, beginning with a letter.
    bool at_start = true;
    bool good = !text.empty() && text.size() <= 64;
    for (char const c : text) {
        bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        good = good && (at_start ? letter : letter || is_digit(c) || c == '_' || c == '+' || c == '-' || c == '/');
        at_start = c == '/';
    }
    return good && !at_start ? std::string{} : fault("must be a time zone such as Asia/Kolkata or UTC", text).fault;
}

std::string url_path_fault(std::string_view text) {
    bool good = text.size() <= 256 && text.starts_with('/') && text.find("//") == text.npos;
    for (char const c : text) {
        good = good && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '/' || c == '_' ||
                        c == '-' || c == '.' || c == '~');
    }
    std::string const closed = std::string{text} + "/";
    good = good && closed.find("/./") == closed.npos && closed.find("/../") == closed.npos;
    return good ? std::string{} : fault("must be a path of a URL such as /stream", text).fault;
}

} // namespace tickhub::config
