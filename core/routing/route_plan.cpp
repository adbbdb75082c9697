#include "routing/route_plan.hpp"

#include <algorithm>
#include <cstddef>

namespace tickhub::routing {

namespace {

/// Marks what can be reached from `start` along the edges that `follow` turns into a next component.
template <class Follow>
std::vector<bool> reach(route_plan const& plan, component_index start, Follow follow) {
    std::vector<bool> reached(plan.components.size());
    std::vector<component_index> open{start};
    while (!open.empty()) {
        component_index const at = open.back();
        open.pop_back();
        for (planned_edge const& edge : plan.edges) {
            component_index next = 0;
            if (follow(edge, at, next) && !reached[next]) {
                reached[next] = true;
                open.push_back(next);
            }
        }
    }
    return reached;
}

std::vector<bool> downstream(route_plan const& plan, component_index start) {
    return reach(plan, start, [](planned_edge const& edge, component_index at, component_index& next) {
        next = edge.to;
        return edge.from == at;
    });
}

} // namespace

std::vector<component_index> topological_order(route_plan const& plan) {
    std::size_t const count = plan.components.size();
    std::vector<component_index> order;
    std::vector<bool> placed(count);
    auto const waits = [&](std::size_t component) {
        return std::any_of(plan.edges.begin(), plan.edges.end(), [&](planned_edge const& edge) {
            return edge.to == component && edge.from != component && !placed[edge.from];
        });
    };
    while (order.size() != count) {
        std::size_t chosen = count;
        for (std::size_t i = 0; i != count; ++i) {
            if (placed[i])
                continue;
            chosen = std::min(chosen, i); // on a cycle, when all wait: the first
            if (!waits(i)) {
                chosen = i;
                break;
            }
        }
        placed[chosen] = true;
        order.push_back(static_cast<component_index>(chosen));
    }
    return order;
}

std::vector<std::uint32_t> blocking_edges_on_cycles(route_plan const& plan) {
    std::vector<std::uint32_t> found;
    for (std::uint32_t i = 0; i != plan.edges.size(); ++i) {
        planned_edge const& edge = plan.edges[i];
        if (blocks(edge.policy) && (edge.from == edge.to || downstream(plan, edge.to)[edge.from]))
            found.push_back(i);
    }
    return found;
}

std::vector<component_index> held_up_by(route_plan const& plan, component_index stuck) {
    auto const waiting = reach(plan, stuck, [](planned_edge const& edge, component_index at, component_index& next) {
        next = edge.from;
        return edge.to == at && blocks(edge.policy);
    });
    std::vector<component_index> held_up;
    for (std::size_t i = 0; i != waiting.size(); ++i) {
        if (waiting[i] && i != stuck)
            held_up.push_back(static_cast<component_index>(i));
    }
    return held_up;
}

} // namespace tickhub::routing
