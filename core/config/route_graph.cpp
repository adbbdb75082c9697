// What the routes make together: cycles, and what a `block` can slow.
#include "config/block_reach.hpp"
#include "config/reading.hpp"
#include "config/shown.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace tickhub::config {
namespace {

bool blocks(route const& r) {
    return r.policy == when_full::block || (r.policy == when_full::conflate && r.then == when_full::block);
}

// Routes by the component that they leave, or that they reach.
using routes_by_component = std::vector<std::vector<std::size_t>>;

routes_by_component leaving(hub_config const& c) {
    routes_by_component result(c.components.size());
    for (std::size_t i = 0; i < c.routes.size(); ++i) {
        if (c.routes[i].from != route::hub)
            result[c.routes[i].from].push_back(i);
    }
    return result;
}

// Looks for cycles depth first, with a stack of its own; each component is entered once.
class cycle_finder {
public:
    explicit cycle_finder(hub_config const& c) : config_{c}, leaving_{leaving(c)}, state_(c.components.size()) {}

    // The routes of one cycle, in order, for each route that closes one.
    std::vector<std::vector<std::size_t>> find() {
        for (std::size_t start = 0; start < state_.size(); ++start) {
            if (state_[start] == state::fresh)
                search(start);
        }
        return std::move(cycles_);
    }

private:
    enum class state : unsigned char { fresh, open, done };
    struct step {
        std::size_t component;
        std::size_t next = 0; // of the routes that leave it
    };

    void search(std::size_t start) {
        std::vector<step> path{{start}};
        std::vector<std::size_t> taken; // the route from each step to the following one
        state_[start] = state::open;
        while (!path.empty()) {
            step& here = path.back();
            auto const& out = leaving_[here.component];
            if (here.next == out.size()) {
                state_[here.component] = state::done;
                path.pop_back();
                if (!taken.empty())
                    taken.pop_back();
                continue;
            }
            std::size_t const route = out[here.next++];
            std::size_t const to = config_.routes[route].to;
            if (state_[to] == state::open) {
                auto const first =
                    std::find_if(path.begin(), path.end(), [to](step const& s) { return s.component == to; });
                std::vector<std::size_t> cycle(taken.begin() + (first - path.begin()), taken.end());
                cycle.push_back(route);
                cycles_.push_back(std::move(cycle));
            } else if (state_[to] == state::fresh) {
                state_[to] = state::open;
                taken.push_back(route);
                path.push_back({to});
            }
        }
    }

    hub_config const& config_;
    routes_by_component leaving_;
    std::vector<state> state_;
    std::vector<std::vector<std::size_t>> cycles_;
};

} // namespace

void check_cycles(reading& r) {
    for (auto const& cycle : cycle_finder{r.config}.find()) {
        auto const& routes = r.config.routes;
        std::string names = r.config.components[routes[cycle.front()].from].name;
        for (std::size_t const i : cycle)
            names += " -> " + r.config.components[routes[i].to].name;
        bool const blocking = std::all_of(cycle.begin(), cycle.end(), [&](std::size_t i) { return blocks(routes[i]); });
        r.found.add(routes[cycle.back()].where,
                    "routes must not form a cycle: " + names +
                        (blocking ? "; and since all of them block, it would soon stand still for good" : ""));
    }
}

std::vector<slowed_route> block_reach(hub_config const& config) {
    auto const out = leaving(config);
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

std::string hub_config::name_of(route const& route) const {
    return (route.from == config::route::hub ? "hub" : components[route.from].name) + " -> " +
           components[route.to].name;
}

} // namespace tickhub::config
