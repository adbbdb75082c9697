#pragma once

#include "tickhub/events.h"

#include <chrono>
#include <compare>
#include <cstdint>

namespace tickhub {

/// A span of time in nanoseconds, signed.
using duration = std::chrono::nanoseconds;

/// Nanoseconds since 1970-01-01T00:00:00Z, UTC without leap seconds; up to 2554. Like the C field it has an undefined
/// value, and moving one by a duration is checked: a result outside the range is undefined. [any thread]
class timestamp {
public:
    constexpr timestamp() = default; ///< the epoch
    constexpr explicit timestamp(tickhub_timestamp raw) : raw_{raw} {}

    static constexpr timestamp undefined() { return timestamp{TICKHUB_UNDEFINED_UINT64}; }

    /// The count itself, as the C records hold it.
    constexpr tickhub_timestamp raw() const { return raw_; }
    constexpr bool is_defined() const { return raw_ != TICKHUB_UNDEFINED_UINT64; }

    friend constexpr auto operator<=>(timestamp, timestamp) = default;

    friend constexpr timestamp operator+(timestamp when, duration by) {
        std::uint64_t moved = 0;
        bool const exact = when.is_defined() && !__builtin_add_overflow(when.raw_, std::int64_t{by.count()}, &moved);
        return exact ? timestamp{moved} : undefined();
    }
    friend constexpr timestamp operator-(timestamp when, duration by) {
        std::uint64_t moved = 0;
        bool const exact = when.is_defined() && !__builtin_sub_overflow(when.raw_, std::int64_t{by.count()}, &moved);
        return exact ? timestamp{moved} : undefined();
    }
    /// The time from b to a; both are defined and at most 292 years apart.
    friend constexpr duration operator-(timestamp a, timestamp b) {
        return duration{static_cast<std::int64_t>(a.raw_ - b.raw_)};
    }
    constexpr timestamp& operator+=(duration by) { return *this = *this + by; }

private:
    tickhub_timestamp raw_ = 0;
};

} // namespace tickhub
