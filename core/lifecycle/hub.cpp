#include "lifecycle/hub.hpp"

#include "lifecycle/certificates.hpp"
#include "lifecycle/file_descriptors.hpp"
#include "lifecycle/hub_parts.hpp"
#include "lifecycle/left_behind.hpp"

#include <algorithm>
#include <future>
#include <optional>
#include <thread>
#include <utility>

namespace tickhub::lifecycle {
namespace {

nanoseconds count_of(std::chrono::nanoseconds time) {
    return static_cast<nanoseconds>(time.count());
}

// Adds what is wrong with a component to the problems of the file, at the component's place.
class problem_list {
public:
    explicit problem_list(config::hub_config const& config) : config_{config} {}

    void add(config::span where, std::string text) { all_.push_back(config_.text->at(where, std::move(text))); }
    void add_refusals(config::component const& of) {
        auto refused = of.settings->take_refusals();
        if (refused.empty())
            add(of.where, of.name + " refused its settings without saying why: report this to the plugin's author");
        std::move(refused.begin(), refused.end(), std::back_inserter(all_));
    }
    [[nodiscard]] bool empty() const noexcept { return all_.empty(); }
    [[nodiscard]] std::vector<config::problem> take() {
        config::sort_problems(all_);
        return std::move(all_);
    }

private:
    config::hub_config const& config_;
    std::vector<config::problem> all_;
};

void load_plugins(hub_parts& parts, plugin_source const& load, problem_list& problems) {
    for (auto const& configured : parts.config.components) {
        auto loaded = load(configured.plugin);
        if (auto const* refused = std::get_if<loader::refusal>(&loaded)) {
            problems.add(configured.where, refused->text);
            continue;
        }
        parts.plugins.push_back(std::get<loader::plugin>(loaded));
    }
}

// Makes the component on a thread of its own, so that a plugin that hangs can be told of. Nothing when it does.
std::optional<call_result> create_in_time(component& made, std::chrono::nanoseconds limit) {
    std::packaged_task<call_result()> task{[&made] { return made.create(); }};
    auto result = task.get_future();
    std::thread maker{std::move(task)};
    if (result.wait_for(limit) == std::future_status::ready) {
        maker.join();
        return result.get();
    }
    maker.detach();
    return std::nullopt;
}

enum class creation : std::uint8_t { ended, hangs };

creation create_components(hub_parts& parts, problem_list& problems) {
    component_services const services{{parts.clock, parts.log, parts.metrics, parts.jobs, &parts.server},
                                      parts.routes,
                                      parts.instruments,
                                      parts.names,
                                      parts.health,
                                      parts.tell};
    for (std::size_t i = 0; i < parts.config.components.size(); ++i) {
        auto const& configured = parts.config.components[i];
        auto& made = *parts.components.emplace_back(
            std::make_unique<component>(configured, i, parts.plugins[i], parts.config, services));
        auto const result = create_in_time(made, parts.config.stuck_after);
        if (!result) {
            problems.add(configured.where, configured.name + " can't be made: its plugin's create has not returned; "
                                                             "report this to the plugin's author");
            return creation::hangs;
        }
        if (result->status == call_status::refused)
            problems.add_refusals(configured);
        else if (!result->ok())
            problems.add(configured.where, configured.name + " can't be made: " + result->text);
    }
    return creation::ended;
}

http::listener_options listener_options(config::listener const& configured) {
    http::listener_options options;
    options.name = configured.name;
    options.address = configured.host;
    options.port = configured.port;
    options.max_connections = configured.max_connections;
    options.body_limit = configured.body_limit;
    options.header_timeout = configured.header_timeout;
    options.idle_timeout = configured.idle_timeout;
    options.write_timeout = configured.write_timeout;
    options.coalesce = configured.coalesce;
    options.connections_per_address = configured.connections_per_address;
    options.requests_per_second = configured.requests_per_second;
    options.messages_per_second = configured.messages_per_second;
    options.tls = tls_files_of(configured);
    for (auto const& [path, file] : configured.files)
        options.files.push_back({path, file});
    options.allowed_origins = configured.allowed_origins;
    for (auto const& rule : configured.access)
        options.access.push_back({rule.path, rule.topics, rule.roles});
    return options;
}

} // namespace

hub::build_result hub::build(config::hub_config config, plugin_source const& load, observe::log& log) {
    auto made = std::make_unique<hub_parts>(std::move(config), log);
    problem_list problems{made->config};
    auto found = examine_certificates(made->config);
    for (auto& [where, text] : found.problems)
        problems.add(where, std::move(text));
    for (auto const& [where, text] : found.warnings)
        made->warnings.push_back(made->config.text->at(where, text));
    load_plugins(*made, load, problems);
    if (!problems.empty())
        return problems.take();
    if (create_components(*made, problems) == creation::hangs) {
        leave_behind(std::move(made));
        return problems.take();
    }
    if (problems.empty()) {
        for (auto& [where, text] : made->connect())
            problems.add(where, std::move(text));
    }
    if (!problems.empty())
        return problems.take();
    return std::unique_ptr<hub>{new hub{std::move(made)}};
}

hub::hub(std::unique_ptr<hub_parts> made) : parts_{std::move(made)} {}

hub::~hub() {
    if (parts_->started && !parts_->stopped && stop() == stop_result::late)
        leave_behind(std::move(parts_));
}

std::map<std::string, std::uint16_t> const& hub::ports() const noexcept {
    return parts_->ports;
}

std::vector<config::problem> const& hub::warnings() const noexcept {
    return parts_->warnings;
}

bool hub::reload_certificates() {
    return parts_->server.reload_certificates();
}

std::string hub::start() {
    auto& p = *parts_;
    if (p.config.users) {
        p.users = std::make_unique<users_watch>(*p.config.users, p.config.name, p.server, p.tell);
        if (std::string why = p.users->begin(); !why.empty())
            return why;
    }
    for (auto const& configured : p.config.listeners) {
        auto const bound = p.server.listen(listener_options(configured));
        if (!bound.error.empty())
            return bound.error;
        p.ports.emplace(configured.name, bound.port);
    }
    p.started = true;
    p.serve_own_paths();
    p.begin_executors();
    p.server.start();
    p.start_all(p.clock.steady_time() + count_of(p.config.stuck_after) * 2);
    p.health.set_accepting(true);
    std::string served;
    for (auto const& configured : p.config.listeners) {
        served += " " + configured.name + (configured.tls ? "=https://" : "=http://") +
                  (configured.host.find(':') == std::string::npos ? configured.host : "[" + configured.host + "]") +
                  ":" + std::to_string(p.ports.at(configured.name));
    }
    p.tell.tell(notice::hub_started, "",
                "hub " + p.config.name + " is up:" + (served.empty() ? " no listeners" : served));
    tell_of_few(p.tell, p.config);
    p.open_gate();
    return {};
}

stop_result hub::stop() {
    auto& p = *parts_;
    if (!p.started || std::exchange(p.stopped, true))
        return stop_result::clean;
    p.tell.tell(notice::hub_stopping, "", "hub " + p.config.name + " is stopping");
    p.health.set_accepting(false);
    nanoseconds const deadline = p.clock.steady_time() + count_of(p.config.stop_deadline);
    bool in_time = true;
    for (component* c : p.in_order)
        in_time = p.ask_one(*c, stage::settled, deadline) && in_time;
    in_time = p.server.drain(to_time_point(deadline)) && in_time;
    for (component* c : p.in_order)
        in_time = p.ask_one(*c, stage::ended, deadline) && in_time;
    p.users.reset();
    p.server.stop();
    bool const somebody_is_stuck = std::any_of(p.in_order.begin(), p.in_order.end(), [](component const* c) {
        return c->is_quarantined() || !c->is_finished(stage::ended);
    });
    return in_time && !somebody_is_stuck ? stop_result::clean : stop_result::late;
}

} // namespace tickhub::lifecycle
