// All publishers and inboxes of the hub, wired as planned.
#pragma once

#include "routing/publisher.hpp"
#include "routing/route_plan.hpp"

#include <tickhub/events.hpp>

#include <memory>
#include <vector>

namespace tickhub::routing {

struct edge_report {
    component_index from = 0;
    component_index to = 0;
    std::uint32_t route = 0;
    when_full policy = when_full::block;
    edge_accounts accounts{};
};

/// Built once from a plan; the wiring never changes. All inboxes begin closed (not_running): prime opens them.
class router {
public:
    /// The plan is sound: every index exists, nothing leads to the hub, no `block` lies on a cycle. [control]
    explicit router(route_plan plan);

    [[nodiscard]] route_plan const& plan() const noexcept { return plan_; }

    /// Every component has one; 0 is the hub's. [any thread]
    [[nodiscard]] publisher& publisher_of(component_index component) noexcept { return *publishers_[component]; }

    /// nullptr when no edge leads to the component. [any thread]
    [[nodiscard]] inbox* inbox_of(component_index component) noexcept { return inboxes_[component].get(); }

    /// Opens a component's inbox. `out` gets the current state of all that is routed to it, which it must be handed
    /// before it takes from its inbox; publisher by publisher, in the order of their indices. Allocates. [any thread]
    void prime(component_index component, batch_builder& out);

    /// The component whose inbox keeps this one from being called, since a `block` route leads there and it has no room
    /// for this much; or nullptr. That inbox's on_room follows. [any thread]
    [[nodiscard]] inbox* blocked_by(component_index component, std::uint32_t records, std::uint64_t bytes) noexcept {
        return publishers_[component]->full_target(records, bytes);
    }

    /// The components whose records come to this one. [any thread]
    [[nodiscard]] std::vector<component_index> upstream_of(component_index component) const;

    /// The books of all edges, inbox by inbox. [any thread]
    [[nodiscard]] std::vector<edge_report> report() const;

private:
    route_plan plan_;
    std::vector<std::unique_ptr<inbox>> inboxes_;
    std::vector<std::unique_ptr<publisher>> publishers_;
};

} // namespace tickhub::routing
