// How a record travels to clients: on which lane, and what may happen to it when a client is slow.
#pragma once

#include <tickhub/http.hpp>
#include <tickhub/record.hpp>

namespace tickhub::sse_broadcaster {

struct manner {
    tickhub::lane lane;
    tickhub::delivery delivery;

    /// Records that count one by one carry an id; of the others the newest is enough.
    [[nodiscard]] bool is_numbered() const noexcept { return delivery != delivery::state; }
    friend bool operator==(manner const&, manner const&) = default;
};

/// Follows the record's delivery class. What describes the rest (definition, status, feed_status) goes ahead of it.
/// Trades may be dropped, with a gap in their place; everything else that is an event is never lost. [any thread]
[[nodiscard]] inline manner manner_of(tickhub_event_header const& header) noexcept {
    switch (header.record) {
    case TICKHUB_RECORD_DEFINITION:
    case TICKHUB_RECORD_STATUS:
    case TICKHUB_RECORD_FEED_STATUS:
        return {lane::control, delivery::state};
    case TICKHUB_RECORD_TRADES:
        return {lane::event, delivery::fast};
    default:
        break;
    }
    return delivery_class_of(header) == delivery_class::event ? manner{lane::event, delivery::strict}
                                                              : manner{lane::state, delivery::state};
}

} // namespace tickhub::sse_broadcaster
