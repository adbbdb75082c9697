#include "lifecycle/hub_parts.hpp"

#include "lifecycle/certificates.hpp"
#include "lifecycle/file_descriptors.hpp"
#include "lifecycle/hub_metrics.hpp"

#include <algorithm>

namespace tickhub::lifecycle {
namespace {

std::vector<std::string> publisher_names(config::hub_config const& config) {
    std::vector<std::string> by_id{"hub"};
    for (auto const& c : config.components)
        by_id.push_back(c.name);
    return by_id;
}

routing::when_full policy_of(config::route const& route) {
    switch (route.policy) {
    case config::when_full::block:
        return routing::when_full::block;
    case config::when_full::drop_newest:
        return routing::when_full::drop_newest;
    case config::when_full::drop_oldest:
        return routing::when_full::drop_oldest;
    case config::when_full::conflate:
        break;
    }
    return route.then == config::when_full::drop_oldest ? routing::when_full::conflate_or_drop_oldest
                                                        : routing::when_full::conflate_or_block;
}

routing::component_index id_of(std::size_t component) {
    return component == config::route::hub ? routing::component_index{0}
                                           : static_cast<routing::component_index>(component + 1);
}

http::server_options server_options(config::hub_config const& config) {
    http::server_options options;
    options.io_threads = config.io_threads;
    return options;
}

} // namespace

hub_parts::hub_parts(config::hub_config checked, observe::log& to)
    : config{std::move(checked)}
    , log{to}
    , clock{config.clock ? clock_source::replay : clock_source::host}
    , server{server_options(config)}
    , tell{log} {
    names.set_publishers(publisher_names(config));
}

hub_parts::~hub_parts() {
    users.reset();
    watch.reset();
    lockstep.reset();
    threads.clear();
    if (collector != 0)
        metrics.remove_collector(collector);
    components.clear(); // their ports end before the server does
}

std::vector<std::pair<config::span, std::string>> hub_parts::connect() {
    std::vector<std::pair<config::span, std::string>> problems;
    routing::route_plan plan;
    plan.components.push_back({"hub"});
    for (auto const& c : config.components) {
        auto const records = std::min<std::uint64_t>(c.inbox.records, UINT32_MAX);
        plan.components.push_back({c.name, {static_cast<std::uint32_t>(records), c.inbox.bytes}});
    }
    for (std::uint32_t i = 0; i < config.routes.size(); ++i) {
        auto const& route = config.routes[i];
        routing::planned_edge edge{id_of(route.from), id_of(route.to), i, route.records, {}, policy_of(route)};
        for (auto const& symbol : route.symbols) {
            edge.instruments.push_back(instruments.find(symbol));
            if (edge.instruments.back() == 0)
                problems.emplace_back(route.where, "no feed brings the symbol `" + symbol + "`");
        }
        plan.edges.push_back(std::move(edge));
    }
    if (!problems.empty())
        return problems;
    for (auto const id : routing::topological_order(plan)) {
        if (id != 0)
            in_order.push_back(components[id - 1U].get());
    }
    routes = std::make_unique<routing::router>(std::move(plan));
    tell.publish_by(routes->publisher_of(0));
    return problems;
}

// An inbox wakes who reads it when something has come, and who writes to it when there is room again.
void hub_parts::connect_wakes() {
    for (component* c : in_order) {
        auto* const inbox = routes->inbox_of(c->id());
        if (inbox == nullptr)
            continue;
        auto& writers = *writers_of.emplace_back(std::make_unique<std::vector<component*>>());
        for (auto const id : routes->upstream_of(c->id())) {
            if (id != 0)
                writers.push_back(components[id - 1U].get());
        }
        inbox->set_wakes({[](void* reader) noexcept { static_cast<component*>(reader)->wake(); }, c},
                         {[](void* all) noexcept {
                              for (component* writer : *static_cast<std::vector<component*>*>(all))
                                  writer->wake();
                          },
                          &writers});
    }
}

void hub_parts::serve_own_paths() {
    server.answer_ready_by([this] {
        bool const ready = health.ready();
        return http::own_answer{ready ? 200U : 503U, "application/json", health.json()};
    });
    server.answer_metrics_by([this] { return metrics.text(); });
    collector = metrics.add_collector([this](std::vector<observe::sample>& out) { collect_metrics(*this, out); });
    server.call_on_accept_failure([this](http::accept_failure const& failed) { tell_of(tell, failed); });
    server.call_on_certificate_news([this](http::certificate_news const& news) { tell_of(tell, news); });
    if (config.start == config::start_mode::on_client) {
        server.call_on_first_join([this] {
            if (lockstep)
                lockstep->open_gate();
        });
    }
}

void hub_parts::begin_executors() {
    connect_wakes();
    auto const stuck_after = static_cast<nanoseconds>(config.stuck_after.count());
    if (clock.source() == clock_source::replay) {
        lockstep = std::make_unique<lockstep_executor>(in_order, clock, clients,
                                                       static_cast<nanoseconds>(config.pace_deadline.count()));
        lockstep->begin();
    } else {
        for (component* c : in_order)
            threads.push_back(std::make_unique<thread_executor>(*c, clock));
        for (auto& thread : threads)
            thread->begin();
    }
    // A thread of its own is left behind with its component; the shared one is replaced.
    watch = std::make_unique<supervisor>(in_order, clock, stuck_after, [this](component&) {
        if (lockstep)
            lockstep->replace_thread();
    });
}

void hub_parts::open_gate() {
    if (lockstep && config.start == config::start_mode::immediately)
        lockstep->open_gate();
}

bool hub_parts::hears_the_hub(component const& which) const {
    return std::any_of(config.routes.begin(), config.routes.end(), [&](config::route const& r) {
        return r.from == config::route::hub && id_of(r.to) == which.id();
    });
}

void hub_parts::start_all(nanoseconds deadline) {
    auto const start = [&](auto const& select) {
        for (component* c : in_order) {
            if (!c->is_finished(stage::started) && select(*c))
                ask_one(*c, stage::started, deadline);
        }
    };
    auto const is = [](config::plugin_kind kind) {
        return [kind](component const& c) { return c.configured().kind == kind; };
    };
    start([this](component const& c) { return hears_the_hub(c); }); // so that no notice of a failed start is missed
    start(is(config::plugin_kind::sink));
    start(is(config::plugin_kind::processor));
    start(is(config::plugin_kind::feed));
}

bool hub_parts::ask_one(component& which, stage wanted, nanoseconds deadline) {
    which.ask(wanted, deadline);
    return which.wait_for(wanted, deadline);
}

} // namespace tickhub::lifecycle
