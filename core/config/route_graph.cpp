#include "config/route_graph.hpp"

namespace tickhub::config {

bool blocks(route const& route) noexcept {
    return route.policy == when_full::block || (route.policy == when_full::conflate && route.then == when_full::block);
}

std::vector<std::vector<std::size_t>> routes_leaving(hub_config const& c) {
    std::vector<std::vector<std::size_t>> result(c.components.size());
    for (std::size_t i = 0; i < c.routes.size(); ++i) {
        if (c.routes[i].from != config::route::hub)
            result[c.routes[i].from].push_back(i);
    }
    return result;
}

} // namespace tickhub::config
