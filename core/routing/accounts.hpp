// The books of one edge: what became of every record that was offered to it.
#pragma once

#include "routing/overflow.hpp"

#include <array>
#include <cstdint>

namespace tickhub::routing {

/// Counts of records since the hub began. Always: offered + primed = delivered + conflated + dropped + queued. A route
/// replays nothing and supersedes nothing, so those two terms of the hub's equation do not stand here.
struct edge_accounts {
    std::uint64_t offered = 0;   ///< selected by the edge, whatever became of it
    std::uint64_t primed = 0;    ///< given from the publisher's cache to a component that started late
    std::uint64_t delivered = 0; ///< handed to the consumer, the primed ones among them
    std::uint64_t conflated = 0; ///< replaced by a later record of the same key
    std::array<std::uint64_t, drop_reason_count> dropped{}; ///< by drop_reason
    std::uint64_t queued = 0;

    [[nodiscard]] std::uint64_t dropped_in_all() const noexcept {
        std::uint64_t sum = 0;
        for (std::uint64_t const n : dropped)
            sum += n;
        return sum;
    }
    [[nodiscard]] bool balanced() const noexcept {
        return offered + primed == delivered + conflated + dropped_in_all() + queued;
    }
};

} // namespace tickhub::routing
