#pragma once

#include "tickhub/events.h"

#include <compare>
#include <cstdint>

namespace tickhub {

/// A 64-bit count of some unit, that can't be mixed up with a count of another unit. Like the C field that it stands
/// for it has an undefined value, and arithmetic is checked: a result that an operand leaves undefined, or that doesn't
/// fit, is undefined. An undefined value compares equal to itself and above all others. [any thread]
template <class Unit>
class fixed_point {
public:
    constexpr fixed_point() = default; ///< zero
    constexpr explicit fixed_point(std::int64_t raw) : raw_{raw} {}

    static constexpr fixed_point undefined() { return fixed_point{TICKHUB_UNDEFINED_INT64}; }

    /// The count itself, as the C records hold it.
    constexpr std::int64_t raw() const { return raw_; }
    constexpr bool is_defined() const { return raw_ != TICKHUB_UNDEFINED_INT64; }

    friend constexpr auto operator<=>(fixed_point, fixed_point) = default;

    friend constexpr fixed_point operator+(fixed_point a, fixed_point b) {
        std::int64_t sum = 0;
        bool const exact = a.is_defined() && b.is_defined() && !__builtin_add_overflow(a.raw_, b.raw_, &sum);
        return exact ? fixed_point{sum} : undefined();
    }
    friend constexpr fixed_point operator-(fixed_point a, fixed_point b) {
        std::int64_t difference = 0;
        bool const exact = a.is_defined() && b.is_defined() && !__builtin_sub_overflow(a.raw_, b.raw_, &difference);
        return exact ? fixed_point{difference} : undefined();
    }
    friend constexpr fixed_point operator*(fixed_point a, std::int64_t factor) {
        std::int64_t product = 0;
        bool const exact = a.is_defined() && !__builtin_mul_overflow(a.raw_, factor, &product);
        return exact ? fixed_point{product} : undefined();
    }
    constexpr fixed_point operator-() const { return fixed_point{} - *this; }
    constexpr fixed_point& operator+=(fixed_point other) { return *this = *this + other; }
    constexpr fixed_point& operator-=(fixed_point other) { return *this = *this - other; }

private:
    std::int64_t raw_ = 0;
};

namespace units {
struct price;
struct quantity;
struct percent;
} // namespace units

/// 1e-9 of the currency unit.
using price = fixed_point<units::price>;

/// 10^-quantity_decimals of the instrument's unit; quantity_decimals is a field of its definition.
using quantity = fixed_point<units::quantity>;

/// 1e-9 of one percent.
using percent = fixed_point<units::percent>;

} // namespace tickhub
