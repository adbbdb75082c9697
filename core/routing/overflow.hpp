// Who pays when an inbox is full, and why a record was lost.
#pragma once

#include <tickhub/events.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tickhub::routing {

/// What a route says about a full inbox.
enum class when_full : std::uint8_t {
    block,                  ///< the publisher waits for room, or is not called until there is
    drop_newest,            ///< the arriving record is lost
    drop_oldest,            ///< queued records of such routes are lost, the oldest first, never one being consumed
    conflate_or_block,      ///< state takes the place of older state of its key; what can't waits
    conflate_or_drop_oldest ///< the same, but what can't makes room as drop_oldest does
};

[[nodiscard]] constexpr bool conflates(when_full policy) noexcept {
    return policy == when_full::conflate_or_block || policy == when_full::conflate_or_drop_oldest;
}
/// May records that are already queued be lost to make room? Those of other routes are never lost for this one's sake.
[[nodiscard]] constexpr bool drops_queued(when_full policy) noexcept {
    return policy == when_full::drop_oldest || policy == when_full::conflate_or_drop_oldest;
}
[[nodiscard]] constexpr bool blocks(when_full policy) noexcept {
    return policy == when_full::block || policy == when_full::conflate_or_block;
}

/// Why a record did not reach its reader. The label of the metric, and the reason of the gap.
enum class drop_reason : std::uint8_t { inbox_full, quarantined, not_running };
inline constexpr std::size_t drop_reason_count = 3;

[[nodiscard]] constexpr std::string_view name(drop_reason reason) noexcept {
    constexpr std::string_view names[drop_reason_count] = {"inbox_full", "quarantined", "not_running"};
    return names[static_cast<std::size_t>(reason)];
}

[[nodiscard]] constexpr std::uint8_t gap_reason(drop_reason reason) noexcept {
    constexpr std::uint8_t reasons[drop_reason_count] = {TICKHUB_GAP_REASON_INBOX_FULL, TICKHUB_GAP_REASON_QUARANTINED,
                                                         TICKHUB_GAP_REASON_NOT_RUNNING};
    return reasons[static_cast<std::size_t>(reason)];
}

} // namespace tickhub::routing
