// One publisher's part of one route to one inbox.
#pragma once

#include "routing/accounts.hpp"
#include "routing/gap_slot.hpp"
#include "routing/selection.hpp"

#include <atomic>
#include <cstdint>
#include <utility>

namespace tickhub::routing {

/// What a route asks for between one publisher and one inbox.
struct edge_rule {
    std::uint16_t publisher = 0;
    std::uint32_t route = 0; ///< which route of the config, for reports
    selection select{};
    when_full policy = when_full::block;
};

/// A rule at work. Its inbox guards it: `P` stands for the inbox's lock of producers, `C` for its lock of claims.
struct edge {
    explicit edge(edge_rule what) : rule{std::move(what)} {}
    edge(edge&& unused) noexcept : rule{unused.rule} {} ///< only while an inbox is built

    edge_rule const rule;
    bool is_open = false;                              ///< written under P and C, read under either
    drop_reason why_closed = drop_reason::not_running; ///< P
    edge_accounts accounts{}; ///< P, but delivered: C. Its `queued` is worked out when asked for
    gap_slot gap{};           ///< C
    /// A gap of an edge whose queued records are never dropped waits to be queued before the next record. Written under
    /// C; a producer that reads it without looks again under C.
    std::atomic<bool> gap_goes_first = false;
};

} // namespace tickhub::routing
