#include "config/block_reach.hpp"

#include "config/route_graph.hpp"

namespace tickhub::config {

std::vector<slowed_route> block_reach(hub_config const& config) {
    auto const out = routes_leaving(config);
    std::vector<slowed_route> result(config.routes.size());
    for (std::size_t cause = 0; cause < config.routes.size(); ++cause) {
        if (!blocks(config.routes[cause]) || config.routes[cause].from == route::hub)
            continue;
        // Publishers that wait: this one and, through blocking routes, those before it.
        std::vector<bool> reached(config.components.size());
        std::vector<std::size_t> todo{config.routes[cause].from};
        reached[todo.front()] = true;
        for (std::size_t i = 0; i < todo.size(); ++i) {
            for (route const& r : config.routes) {
                if (r.to == todo[i] && r.from != route::hub && blocks(r) && !reached[r.from]) {
                    reached[r.from] = true;
                    todo.push_back(r.from);
                }
            }
        }
        // And whoever lives on what they publish.
        for (std::size_t i = 0; i < todo.size(); ++i) {
            for (std::size_t const leaves : out[todo[i]]) {
                result[leaves].because_of.push_back(cause);
                std::size_t const to = config.routes[leaves].to;
                if (!reached[to]) {
                    reached[to] = true;
                    todo.push_back(to);
                }
            }
        }
    }
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i].route = i;
    std::erase_if(result, [](slowed_route const& r) { return r.because_of.empty(); });
    return result;
}

} // namespace tickhub::config
