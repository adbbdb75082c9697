#pragma once

#include "tickhub/events.h"

#include <compare>
#include <cstdint>
#include <limits>

namespace tickhub {

__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

/// A signed 128-bit count of 1e-9 of the currency unit: turnover, cash, P&L. Arithmetic is checked as that of price is:
/// a result that an operand leaves undefined, or that doesn't fit, is undefined. Undefined is the largest 128-bit
/// value, which is TICKHUB_UNDEFINED_UINT64 and TICKHUB_UNDEFINED_INT64 in the two words of a tickhub_money. [any
/// thread]
class money {
public:
    constexpr money() = default; ///< zero
    constexpr explicit money(int128 raw) : raw_{raw} {}
    constexpr explicit money(tickhub_money words)
        : raw_{static_cast<int128>((static_cast<uint128>(static_cast<std::uint64_t>(words.high)) << 64) | words.low)} {}

    static constexpr money undefined() {
        return money{tickhub_money{TICKHUB_UNDEFINED_UINT64, TICKHUB_UNDEFINED_INT64}};
    }

    /// The count itself.
    constexpr int128 raw() const { return raw_; }
    /// The count as the C records hold it.
    constexpr tickhub_money words() const {
        return {static_cast<std::uint64_t>(raw_), static_cast<std::int64_t>(raw_ >> 64)};
    }
    constexpr bool is_defined() const { return *this != undefined(); }

    friend constexpr bool operator==(money, money) = default;
    friend constexpr std::strong_ordering operator<=>(money a, money b) {
        return a.raw_ < b.raw_   ? std::strong_ordering::less
               : a.raw_ > b.raw_ ? std::strong_ordering::greater
                                 : std::strong_ordering::equal;
    }

    friend constexpr money operator+(money a, money b) {
        int128 sum = 0;
        bool const exact = a.is_defined() && b.is_defined() && !__builtin_add_overflow(a.raw_, b.raw_, &sum);
        return exact ? money{sum} : undefined();
    }
    friend constexpr money operator-(money a, money b) {
        int128 difference = 0;
        bool const exact = a.is_defined() && b.is_defined() && !__builtin_sub_overflow(a.raw_, b.raw_, &difference);
        return exact ? money{difference} : undefined();
    }
    constexpr money operator-() const { return money{} - *this; }
    constexpr money& operator+=(money other) { return *this = *this + other; }
    constexpr money& operator-=(money other) { return *this = *this - other; }

private:
    int128 raw_ = 0;
};

} // namespace tickhub
