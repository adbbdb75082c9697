// Who is wired to whom, in numbers: what the config comes down to, and what can be said about it before anything runs.
#pragma once

#include "routing/inbox.hpp"
#include "routing/overflow.hpp"
#include "routing/record_traits.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tickhub::routing {

/// A component by its place in the plan, which is its publisher_id. 0 is the hub itself.
using component_index = std::uint16_t;

struct planned_component {
    std::string name;
    inbox_limits limits{}; ///< of its inbox; it has one when an edge leads to it
};

struct planned_edge {
    component_index from = 0;
    component_index to = 0;
    std::uint32_t route = 0; ///< which route of the config, for reports
    record_mask records = public_records;
    std::vector<tickhub_instrument_id> instruments{}; ///< empty = all
    when_full policy = when_full::block;
};

struct route_plan {
    std::vector<planned_component> components;
    /// In the config's order: the earlier wins when two edges between the same components select one record.
    std::vector<planned_edge> edges;
};

/// All components so that each comes behind those whose records it gets, as far as cycles allow; ties by index. The
/// order in which lock-step runs them. [any thread]
[[nodiscard]] std::vector<component_index> topological_order(route_plan const& plan);

/// The indices of `block` edges that lie on a cycle: each could wait for itself, so each is an error. [any thread]
[[nodiscard]] std::vector<std::uint32_t> blocking_edges_on_cycles(route_plan const& plan);

/// Who is held up while `stuck` takes nothing: whoever must wait for it, and whoever must wait for those. Only the
/// edges that leave these components lose their rate. Sorted, without `stuck` itself. [any thread]
[[nodiscard]] std::vector<component_index> held_up_by(route_plan const& plan, component_index stuck);

} // namespace tickhub::routing
