#pragma once

#include "tickhub/fixed_point.hpp"
#include "tickhub/money.hpp"
#include "tickhub/powers_of_ten.hpp"

#include <cassert>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tickhub {

/// Why a text is no decimal number of the wanted kind.
enum class decimal_error : std::uint8_t {
    none,
    empty,        ///< nothing there
    malformed,    ///< not a number: `1,5`, `--1`, `12a`, `.`
    too_precise,  ///< a digit other than 0 behind the last decimal that is kept
    out_of_range, ///< too large for 64 bits, or the very value that stands for undefined
};

/// A sentence part for people: "is empty", "is not a number" …
constexpr std::string_view describe(decimal_error error) {
    switch (error) {
    case decimal_error::none:
        return "is a number";
    case decimal_error::empty:
        return "is empty";
    case decimal_error::malformed:
        return "is not a number";
    case decimal_error::too_precise:
        return "has too many decimals";
    case decimal_error::out_of_range:
        return "is out of range";
    }
    return "is not a number";
}

struct parsed_decimal {
    std::int64_t value = 0; ///< in 10^-decimals; meaningful when error is none
    decimal_error error = decimal_error::none;

    constexpr explicit operator bool() const { return error == decimal_error::none; }
};

enum class exponent_form : std::uint8_t { refused, accepted };

/// Reads an exact decimal number, `[+-]digits[.digits]` with at least one digit, as a count of 10^-decimals; nothing is
/// rounded. Zeros behind the last decimal are fine. With exponent_form::accepted also `1.5e-3`. decimals: 0 to 18.
/// [any thread]
constexpr parsed_decimal parse_decimal(std::string_view text, unsigned decimals = 9,
                                       exponent_form exponent = exponent_form::refused);

/// The room that format_decimal needs: 19 digits, sign and point, and a byte that it may use on the way.
inline constexpr std::size_t max_decimal_size = 22;
/// The room that format_money needs: 39 digits, sign and point, and a byte that it may use on the way.
inline constexpr std::size_t max_money_size = 42;

/// Writes value × 10^-decimals exactly: no exponent, no zeros at the end of a fraction, `-3`, `0.05`, `2188.65`. Needs
/// room for max_decimal_size bytes; returns the end of what it wrote, no terminator. decimals: 0 to 9. [any thread]
inline char* format_decimal(char* out, std::int64_t value, unsigned decimals = 9);

/// The same for money. Needs room for max_money_size bytes. [any thread]
inline char* format_money(char* out, money value);

// ---------------------------------------------------------------------------------------------------------------------

namespace detail {

/// The digits of a number from its first to its last nonzero one: mantissa × 10^exponent. Zeros are held back until a
/// nonzero digit follows, so that neither those in front nor those behind use up room.
struct significant_digits {
    std::uint64_t mantissa = 0;
    std::int64_t exponent = 0; // of the mantissa's last digit
    int count = 0;             // of digits in the mantissa; over 19 it is no longer exact

    constexpr void append(char digit, std::int64_t digit_exponent) {
        if (digit == '0') {
            return;
        }
        std::int64_t const zeros = count == 0 ? 0 : exponent - digit_exponent - 1;
        if (count + zeros + 1 > 19) {
            count = 20;
        } else {
            count += static_cast<int>(zeros) + 1;
            mantissa = mantissa * static_cast<std::uint64_t>(power_of_ten(static_cast<unsigned>(zeros))) * 10 +
                       static_cast<std::uint64_t>(digit - '0');
        }
        exponent = digit_exponent;
    }
};

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Reads `[+-]digits` to the end of the text; false when it isn't that. Stops counting where no result could fit.
constexpr bool parse_exponent(std::string_view text, std::int64_t& exponent) {
    bool const negative = !text.empty() && text.front() == '-';
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        text.remove_prefix(1);
    }
    if (text.empty()) {
        return false;
    }
    std::int64_t magnitude = 0;
    for (char const c : text) {
        if (!is_digit(c)) {
            return false;
        }
        if (magnitude < 1'000'000'000'000) {
            magnitude = magnitude * 10 + (c - '0');
        }
    }
    exponent = negative ? -magnitude : magnitude;
    return true;
}

constexpr parsed_decimal scale(significant_digits const& digits, bool negative, unsigned decimals) {
    if (digits.count == 0) {
        return {0, decimal_error::none};
    }
    std::int64_t const zeros = digits.exponent + static_cast<std::int64_t>(decimals);
    if (zeros < 0) {
        return {0, decimal_error::too_precise};
    }
    std::uint64_t magnitude = 0;
    if (digits.count > 19 || zeros > 18 ||
        __builtin_mul_overflow(digits.mantissa, static_cast<std::uint64_t>(power_of_ten(static_cast<unsigned>(zeros))),
                               &magnitude)) {
        return {0, decimal_error::out_of_range};
    }
    // INT64_MAX is the undefined value; -2^63 is a number like any other.
    constexpr auto undefined = static_cast<std::uint64_t>(TICKHUB_UNDEFINED_INT64);
    if (magnitude >= undefined && !(negative && magnitude <= undefined + 1)) {
        return {0, decimal_error::out_of_range};
    }
    return {static_cast<std::int64_t>(negative ? ~magnitude + 1 : magnitude), decimal_error::none};
}

/// "00" to "99", one behind the other.
struct digit_pairs {
    char text[200] = {};
    constexpr digit_pairs() {
        for (int i = 0; i < 100; ++i) {
            text[2 * i] = static_cast<char>('0' + i / 10);
            text[2 * i + 1] = static_cast<char>('0' + i % 10);
        }
    }
};
inline constexpr digit_pairs pairs;

inline char* write_pair(char* out, std::uint64_t two_digits) {
    std::memcpy(out, pairs.text + 2 * two_digits, 2);
    return out + 2;
}

inline char* write_integer(char* out, std::uint64_t value) {
    return std::to_chars(out, out + 20, value).ptr; // 20 digits always fit
}

/// Writes a fraction below 1, given as ten digits, without the zeros at its end; nothing for 0. It works by pairs, so
/// that it may write one zero too many and take it back.
inline char* write_fraction(char* out, std::uint64_t ten_digits) {
    constexpr std::uint64_t eight_digits = 100'000'000;
    if (ten_digits == 0) {
        return out;
    }
    *out++ = '.';
    while (ten_digits != 0) {
        out = write_pair(out, ten_digits / eight_digits);
        ten_digits = ten_digits % eight_digits * 100;
    }
    return out[-1] == '0' ? out - 1 : out;
}

inline char* write_billionths(char* out, std::uint64_t magnitude) {
    constexpr std::uint64_t billion = 1'000'000'000;
    out = write_integer(out, magnitude / billion);
    return write_fraction(out, magnitude % billion * 10);
}

} // namespace detail

constexpr parsed_decimal parse_decimal(std::string_view text, unsigned decimals, exponent_form form) {
    assert(decimals <= 18);
    if (text.empty()) {
        return {0, decimal_error::empty};
    }
    constexpr parsed_decimal malformed{0, decimal_error::malformed};
    bool const negative = text.front() == '-';
    std::size_t at = negative || text.front() == '+' ? 1 : 0;
    std::size_t point = at;
    while (point < text.size() && detail::is_digit(text[point])) {
        ++point;
    }
    detail::significant_digits digits;
    for (; at < point; ++at) {
        digits.append(text[at], static_cast<std::int64_t>(point - at) - 1);
    }
    std::size_t digit_count = point - (negative || text.front() == '+' ? 1 : 0);
    if (at < text.size() && text[at] == '.') {
        for (++at; at < text.size() && detail::is_digit(text[at]); ++at, ++digit_count) {
            digits.append(text[at], -static_cast<std::int64_t>(at - point));
        }
    }
    if (digit_count == 0) {
        return malformed;
    }
    if (at < text.size()) {
        std::int64_t exponent = 0;
        bool const has_exponent = form == exponent_form::accepted && (text[at] == 'e' || text[at] == 'E');
        if (!has_exponent || !detail::parse_exponent(text.substr(at + 1), exponent)) {
            return malformed;
        }
        digits.exponent += exponent;
    }
    return detail::scale(digits, negative, decimals);
}

inline char* format_decimal(char* out, std::int64_t value, unsigned decimals) {
    assert(decimals <= 9);
    auto magnitude = static_cast<std::uint64_t>(value);
    if (value < 0) {
        *out++ = '-';
        magnitude = ~magnitude + 1;
    }
    if (decimals == 9) { // by far the most frequent, and division by a constant is cheap
        return detail::write_billionths(out, magnitude);
    }
    if (decimals == 0) {
        return detail::write_integer(out, magnitude);
    }
    auto const one = static_cast<std::uint64_t>(power_of_ten(decimals));
    out = detail::write_integer(out, magnitude / one);
    return detail::write_fraction(out, magnitude % one * static_cast<std::uint64_t>(power_of_ten(10 - decimals)));
}

inline char* format_money(char* out, money value) {
    auto magnitude = static_cast<uint128>(value.raw());
    if (value.raw() < 0) {
        *out++ = '-';
        magnitude = ~magnitude + 1;
    }
    if (magnitude <= UINT64_MAX) {
        return detail::write_billionths(out, static_cast<std::uint64_t>(magnitude));
    }
    constexpr std::uint64_t billion = 1'000'000'000;
    uint128 const whole = magnitude / billion;
    auto const fraction = static_cast<std::uint64_t>(magnitude - whole * billion);
    constexpr std::uint64_t eighteen_digits = 1'000'000'000'000'000'000;
    if (whole <= UINT64_MAX) {
        out = detail::write_integer(out, static_cast<std::uint64_t>(whole));
    } else {
        out = detail::write_integer(out, static_cast<std::uint64_t>(whole / eighteen_digits));
        auto low = static_cast<std::uint64_t>(whole % eighteen_digits);
        for (std::uint64_t divisor = eighteen_digits / 100; divisor != 0; divisor /= 100) {
            out = detail::write_pair(out, low / divisor);
            low %= divisor;
        }
    }
    return detail::write_fraction(out, fraction * 10);
}

} // namespace tickhub
