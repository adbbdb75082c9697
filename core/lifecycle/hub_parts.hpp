// All that a running hub consists of, in the order in which it is made; and ended, the other way round.
#pragma once

#include "config/hub_config.hpp"
#include "http/server.hpp"
#include "lifecycle/background.hpp"
#include "lifecycle/component.hpp"
#include "lifecycle/hub_clock.hpp"
#include "lifecycle/hub_names.hpp"
#include "lifecycle/lockstep_executor.hpp"
#include "lifecycle/notices.hpp"
#include "lifecycle/server_pacing.hpp"
#include "lifecycle/supervisor.hpp"
#include "lifecycle/thread_executor.hpp"
#include "lifecycle/users_watch.hpp"
#include "loader/catalogue.hpp"
#include "observe/health.hpp"
#include "observe/log.hpp"
#include "observe/metrics.hpp"
#include "routing/instrument_table.hpp"
#include "routing/router.hpp"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tickhub::lifecycle {

struct hub_parts {
    hub_parts(config::hub_config checked, observe::log& to);
    ~hub_parts();

    /// Compiles the routes, once all components have named their instruments. What is wrong with them, by place.
    [[nodiscard]] std::vector<std::pair<config::span, std::string>> connect();
    void connect_wakes();
    void serve_own_paths();
    void begin_executors();
    /// Events may flow; on `start: on_client`, once there is one.
    void open_gate();
    /// Consumers before producers; waits for each, but for none beyond the deadline.
    void start_all(nanoseconds deadline);
    [[nodiscard]] bool hears_the_hub(component const& which) const;
    /// False when the component is not there by the deadline.
    bool ask_one(component& which, stage wanted, nanoseconds deadline);

    config::hub_config config;
    observe::log& log;
    observe::metrics metrics;
    observe::health health;
    hub_clock clock;
    background jobs{2};
    routing::instrument_table instruments;
    hub_names names{instruments};
    http::server server;
    std::unique_ptr<routing::router> routes; ///< made by connect
    notices tell;
    std::vector<loader::plugin> plugins;
    std::vector<std::unique_ptr<component>> components;
    std::vector<component*> in_order;                                 ///< feeds, processors in topological order, sinks
    std::vector<std::unique_ptr<std::vector<component*>>> writers_of; ///< for the wakes of inboxes
    server_pacing clients{server, tell};
    std::vector<std::unique_ptr<thread_executor>> threads; ///< on the host's clock
    std::unique_ptr<lockstep_executor> lockstep;           ///< on a replay's clock
    std::unique_ptr<supervisor> watch;
    std::vector<config::problem> warnings;
    std::unique_ptr<users_watch> users; ///< when the configuration has users
    std::map<std::string, std::uint16_t> ports;
    std::uint64_t collector = 0;
    bool started = false;
    bool stopped = false;
};

} // namespace tickhub::lifecycle
