// The part of a recording that is replayed.
#pragma once

#include "instant.hpp"

#include <algorithm>

namespace tickhub::csv_replay {

/// Moments from `from` up to, not including, `to`.
struct time_range {
    /// Records hold no time before 1970.
    instant from{};
    instant to = instant::max();

    [[nodiscard]] bool holds(instant when) const noexcept { return when >= from && when < to; }

    /// What both hold.
    [[nodiscard]] time_range operator&(time_range const& other) const noexcept {
        return {std::max(from, other.from), std::min(to, other.to)};
    }
};

} // namespace tickhub::csv_replay
