#include "config/reading.hpp"
#include "config/route_graph.hpp"

#include <algorithm>
#include <utility>

namespace tickhub::config {
namespace {

// Looks for cycles depth first, with a stack of its own; each component is entered once.
class cycle_finder {
public:
    explicit cycle_finder(hub_config const& c) : config_{c}, leaving_{routes_leaving(c)}, state_(c.components.size()) {}

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
    std::vector<std::vector<std::size_t>> leaving_;
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

} // namespace tickhub::config
