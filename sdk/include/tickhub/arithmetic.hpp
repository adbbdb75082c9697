#pragma once

#include "tickhub/fixed_point.hpp"
#include "tickhub/money.hpp"
#include "tickhub/powers_of_ten.hpp"

#include <cassert>
#include <cstdint>

namespace tickhub {

/// Rounding to the nearest integer, halves away from zero: 2.5 gives 3, -2.5 gives -3. `divisor` is positive.
/// [any thread]
constexpr int128 divide_rounded(int128 dividend, int128 divisor) {
    assert(divisor > 0);
    int128 const quotient = dividend / divisor;
    int128 const remainder = dividend % divisor;
    int128 const magnitude = remainder < 0 ? -remainder : remainder;
    // Not 2 × magnitude ≥ divisor, which could overflow.
    if (magnitude < divisor - magnitude) {
        return quotient;
    }
    return dividend < 0 ? quotient - 1 : quotient + 1;
}

/// price × quantity, rounded to 1e-9 with halves away from zero; exact when quantity_decimals is 0. Undefined when an
/// operand is. quantity_decimals: that of the instrument, at most 8. [any thread]
constexpr money turnover_of(price each, quantity count, unsigned quantity_decimals) {
    if (!each.is_defined() || !count.is_defined()) {
        return money::undefined();
    }
    // Two 64-bit factors always fit into 128 bits.
    int128 const product = static_cast<int128>(each.raw()) * count.raw();
    return money{quantity_decimals == 0 ? product : divide_rounded(product, power_of_ten(quantity_decimals))};
}

/// turnover ÷ volume, rounded to 1e-9 with halves away from zero. Undefined when an operand is, when the volume isn't
/// positive, or when the result doesn't fit a price. [any thread]
constexpr price average_price(money turnover, quantity volume, unsigned quantity_decimals) {
    if (!turnover.is_defined() || !volume.is_defined() || volume.raw() <= 0) {
        return price::undefined();
    }
    int128 scaled = 0;
    if (__builtin_mul_overflow(turnover.raw(), static_cast<int128>(power_of_ten(quantity_decimals)), &scaled)) {
        return price::undefined();
    }
    int128 const average = divide_rounded(scaled, volume.raw());
    bool const fits = average >= std::numeric_limits<std::int64_t>::min() && average <= TICKHUB_UNDEFINED_INT64;
    return fits ? price{static_cast<std::int64_t>(average)} : price::undefined();
}

/// How far a price is from the reference, such as the previous close: the difference, exact. Undefined when either is.
/// [any thread]
constexpr price change(price now, price reference) {
    return now - reference;
}

/// The change in percent of the reference, (now - reference) × 100 ÷ reference, rounded to 1e-9 of a percent with
/// halves away from zero. Undefined when either is, when the reference isn't positive (a percentage of it would mean
/// nothing), or when the result doesn't fit. [any thread]
constexpr percent change_pct(price now, price reference) {
    if (!now.is_defined() || !reference.is_defined() || reference.raw() <= 0) {
        return percent::undefined();
    }
    constexpr int128 hundred_percent = 100'000'000'000; // in 1e-9 of one percent
    int128 const difference = static_cast<int128>(now.raw()) - reference.raw();
    int128 const result = divide_rounded(difference * hundred_percent, reference.raw());
    bool const fits = result >= std::numeric_limits<std::int64_t>::min() && result <= TICKHUB_UNDEFINED_INT64;
    return fits ? percent{static_cast<std::int64_t>(result)} : percent::undefined();
}

} // namespace tickhub
