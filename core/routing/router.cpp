#include "routing/router.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace tickhub::routing {

namespace {

/// The edges that lead to a component, those of one publisher side by side, else in the plan's order.
std::vector<edge_rule> rules_for(route_plan const& plan, component_index component) {
    std::vector<edge_rule> rules;
    for (planned_edge const& edge : plan.edges) {
        if (edge.to == component)
            rules.push_back({edge.from, edge.route, selection{edge.records, edge.instruments}, edge.policy});
    }
    std::stable_sort(rules.begin(), rules.end(),
                     [](edge_rule const& a, edge_rule const& b) { return a.publisher < b.publisher; });
    return rules;
}

} // namespace

router::router(route_plan plan) : plan_{std::move(plan)} {
    assert(blocking_edges_on_cycles(plan_).empty());
    std::size_t const count = plan_.components.size();
    inboxes_.resize(count);
    std::vector<record_mask> selected(count);
    for (planned_edge const& edge : plan_.edges) {
        assert(edge.from < count && edge.to < count && edge.to != 0);
        selected[edge.from] |= edge.records;
    }
    for (std::size_t i = 0; i != count; ++i) {
        auto const component = static_cast<component_index>(i);
        if (auto rules = rules_for(plan_, component); !rules.empty())
            inboxes_[i] = std::make_unique<inbox>(component, plan_.components[i].limits, std::move(rules));
        publishers_.push_back(std::make_unique<publisher>(component, selected[i]));
    }
    for (auto const& from : publishers_) {
        for (auto const& to : inboxes_) {
            if (to)
                from->connect(*to);
        }
    }
}

void router::prime(component_index component, batch_builder& out) {
    if (!inboxes_[component])
        return;
    for (auto const& from : publishers_)
        from->prime(*inboxes_[component], out);
}

std::vector<component_index> router::upstream_of(component_index component) const {
    std::vector<component_index> found;
    for (planned_edge const& edge : plan_.edges) {
        if (edge.to == component)
            found.push_back(edge.from);
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

std::vector<edge_report> router::report() const {
    std::vector<edge_report> all;
    for (auto const& to : inboxes_) {
        if (!to)
            continue;
        std::vector<edge_accounts> const books = to->accounts();
        for (std::uint32_t i = 0; i != books.size(); ++i) {
            edge_rule const& rule = to->rule(i);
            all.push_back({rule.publisher, to->component(), rule.route, rule.policy, books[i]});
        }
    }
    return all;
}

} // namespace tickhub::routing
