#include "lifecycle/instance.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace tickhub::lifecycle {
namespace {

// The room that a plugin writes its message to.
struct message_room {
    message_room() noexcept : raw{sizeof(tickhub_error), 0, text, sizeof(text), 0} {}
    [[nodiscard]] std::string str() const {
        auto const size = raw.size < sizeof(text) ? raw.size : sizeof(text);
        return size == 0 ? std::string{"no reason given"} : std::string{text, static_cast<std::size_t>(size)};
    }
    char text[1'024];
    tickhub_error raw;
};

// A plugin that was built against an earlier 1.x has fewer functions; the others are NULL.
tickhub_component known_part(tickhub_component const& plugin) noexcept {
    tickhub_component component{};
    std::memcpy(&component, &plugin, std::min<std::size_t>(plugin.struct_size, sizeof(component)));
    return component;
}

constexpr unsigned most_letters_in_a_row = 512;

call_status failure_of(tickhub_status status) noexcept {
    return status == TICKHUB_FAILED_FOR_GOOD ? call_status::failed_for_good : call_status::failed;
}

} // namespace

instance::instance(std::string name, tickhub_component const& plugin, std::uint32_t kind, instance_owner& owner,
                   instance_services const& services)
    : name_{std::move(name)}
    , plugin_{known_part(plugin)}
    , owner_{owner}
    , services_{services}
    , jobs_{services.jobs.make_lane()}
    , tables_{*this, services.clock, services.log.lowest(), name_} {
    if (kind == TICKHUB_KIND_SINK && services.server != nullptr)
        port_ = services.server->make_port(name_, *this);
}

instance::~instance() {
    if (leaked_)
        return;
    if (plugin_instance_ != nullptr)
        plugin_.destroy(plugin_instance_);
}

template <class Call>
call_result instance::call(char const* what, Call plugin_call) {
    message_room message;
    auto const outer_doing = doing_.exchange(what, std::memory_order_relaxed);
    auto const outer_thread = inside_.exchange(std::this_thread::get_id(), std::memory_order_relaxed);
    watch_.enter(services_.clock.steady_time());
    if (port_)
        port_->callback_begins();
    tickhub_status const status = plugin_call(&message.raw);
    if (!watch_.leave())
        return {call_status::condemned, {}};
    if (port_ && !more_letters_follow())
        port_->callback_ends();
    inside_.store(outer_thread, std::memory_order_relaxed);
    doing_.store(outer_doing, std::memory_order_relaxed);
    if (status == TICKHUB_OK)
        return {};
    if (status == TICKHUB_REFUSED)
        return {call_status::refused, {}};
    return {failure_of(status), std::string{what} + ": " + message.str()};
}

// What a run of letters makes the sink send is handed over together.
bool instance::more_letters_follow() {
    if (std::exchange(in_letter_, false) && ++letters_in_a_row_ < most_letters_in_a_row && !letters_.empty())
        return true;
    letters_in_a_row_ = 0;
    return false;
}

call_result instance::create(tickhub_settings const& settings) {
    return call("create", [&](tickhub_error* error) {
        return plugin_.create(&tables_.host(), &settings, &plugin_instance_, error);
    });
}

call_result instance::start() {
    if (plugin_.start == nullptr)
        return {};
    return call("start", [&](tickhub_error* error) { return plugin_.start(plugin_instance_, error); });
}

call_result instance::on_events(tickhub_batch const& batch) {
    if (plugin_.on_events == nullptr)
        return {};
    return call("on_events", [&](tickhub_error* error) { return plugin_.on_events(plugin_instance_, &batch, error); });
}

std::optional<call_result> instance::on_due_timer(timer_clock clock, nanoseconds now) {
    auto const timer = timers_.take_due(clock, now);
    if (!timer)
        return std::nullopt;
    if (plugin_.on_timer == nullptr)
        return call_result{};
    return call("on_timer",
                [&](tickhub_error* error) { return plugin_.on_timer(plugin_instance_, timer->token, error); });
}

std::optional<call_result> instance::on_letter() {
    auto next = letters_.pop();
    if (!next)
        return std::nullopt;
    in_letter_ = true;
    if (auto const* request = std::get_if<std::unique_ptr<http::request_data>>(&*next)) {
        if (plugin_.on_request == nullptr)
            return call_result{};
        tickhub_request const view = (*request)->view();
        return call("on_request",
                    [&](tickhub_error* error) { return plugin_.on_request(plugin_instance_, &view, error); });
    }
    if (auto const* message = std::get_if<std::unique_ptr<http::message_data>>(&*next)) {
        if (plugin_.on_message == nullptr)
            return call_result{};
        tickhub_websocket_message const view = (*message)->view();
        return call("on_message",
                    [&](tickhub_error* error) { return plugin_.on_message(plugin_instance_, &view, error); });
    }
    if (auto const* closed = std::get_if<closed_connection>(&*next)) {
        if (plugin_.on_closed == nullptr)
            return call_result{};
        return call("on_closed", [&](tickhub_error* error) {
            return plugin_.on_closed(plugin_instance_, closed->connection, error);
        });
    }
    if (auto const* wanted = std::get_if<wanted_snapshot>(&*next)) {
        if (plugin_.on_snapshot_wanted == nullptr)
            return call_result{};
        return call("on_snapshot_wanted", [&](tickhub_error* error) {
            return plugin_.on_snapshot_wanted(plugin_instance_, wanted->connection, wanted->key, error);
        });
    }
    if (plugin_.on_background == nullptr)
        return call_result{};
    return call("on_background", [&](tickhub_error* error) {
        return plugin_.on_background(plugin_instance_, std::get<finished_job>(*next).token, error);
    });
}

call_result instance::next(tickhub_pull& pull) {
    return call("next", [&](tickhub_error* error) { return plugin_.next(plugin_instance_, &pull, error); });
}

call_result instance::run(tickhub_loop const& loop) {
    message_room message;
    inside_.store(std::this_thread::get_id(), std::memory_order_relaxed);
    tickhub_status const status = plugin_.run(plugin_instance_, &loop, &message.raw);
    if (watch_.is_condemned())
        return {call_status::condemned, {}};
    inside_.store(std::thread::id{}, std::memory_order_relaxed);
    if (status == TICKHUB_OK)
        return {};
    return {failure_of(status), "run: " + message.str()};
}

call_result instance::drain(nanoseconds deadline) {
    if (plugin_.drain == nullptr)
        return {};
    return call("drain", [&](tickhub_error* error) { return plugin_.drain(plugin_instance_, deadline, error); });
}

bool instance::has_unfinished_work() const {
    // Jobs first: one that ends in between has left its letter by then.
    return !services_.jobs.is_idle(jobs_) || !letters_.empty();
}

bool instance::stop(nanoseconds deadline) {
    bool const jobs_ended = services_.jobs.close(jobs_, deadline);
    auto const result = call("stop", [&](tickhub_error*) {
        if (plugin_instance_ != nullptr)
            plugin_.stop(plugin_instance_);
        return tickhub_status{TICKHUB_OK};
    });
    if (result.status == call_status::condemned)
        return false;
    letters_.close();
    port_.reset();
    if (!jobs_ended)
        leak();
    return jobs_ended;
}

void instance::leak() noexcept {
    leaked_ = true;
    letters_.close();
    if (port_)
        port_->close_all();
}

// A [serialised] function called from elsewhere is a bug of the plugin's that no later check would catch.
void instance::check_thread([[maybe_unused]] char const* function) const noexcept {
#ifdef TICKHUB_DEBUG_CHECKS
    if (inside_.load(std::memory_order_relaxed) == std::this_thread::get_id())
        return;
    std::fprintf(stderr, "tickhub: component %s called %s outside of its callbacks; it is [serialised]\n",
                 name_.c_str(), function);
    std::abort();
#endif
}

void instance::log(observe::log_level level, std::string_view text) noexcept {
    services_.log.write(level, name_, text);
}

observe::cell& instance::metric(observe::metric_kind kind, std::string_view name, std::string_view help,
                                observe::labels labels) {
    labels.emplace_back("component", name_);
    return services_.metrics.get(kind, name, help, labels);
}

std::uint64_t instance::set_timer(timer_clock clock, nanoseconds due, std::uint64_t token) {
    check_thread("timers.set");
    return timers_.set(clock, due, token);
}

void instance::cancel_timer(std::uint64_t timer) {
    check_thread("timers.cancel");
    timers_.cancel(timer);
}

tickhub_status instance::publish(tickhub_batch const& batch) {
    check_thread("publish");
    return owner_.publish(batch);
}

tickhub_instrument_id instance::define_instrument(std::string_view symbol) {
    check_thread("instruments.define");
    return owner_.define_instrument(symbol);
}

tickhub_instrument_id instance::find_instrument(std::string_view symbol) const {
    return owner_.find_instrument(symbol);
}
std::string_view instance::symbol(tickhub_instrument_id id) const noexcept {
    return owner_.symbol(id);
}
std::uint32_t instance::instrument_count() const noexcept {
    return owner_.instrument_count();
}

tickhub_status instance::submit(void (*job)(void*), void* argument, std::uint64_t token) {
    check_thread("background.submit");
    bool const taken = services_.jobs.submit(jobs_, [this, job, argument, token] {
        job(argument);
        if (letters_.push(finished_job{token}))
            owner_.on_letter();
    });
    return taken ? TICKHUB_OK : TICKHUB_LIMIT;
}

void instance::report(std::uint32_t condition, std::string_view text) {
    owner_.on_report(condition, text);
}

std::uint64_t instance::encode(tickhub_event_header const& event, char* out, std::uint64_t capacity) const {
    return owner_.encode(event, out, capacity);
}

tickhub_http const* instance::http_table() noexcept {
    return port_ ? port_->table() : nullptr;
}

bool instance::on_request(std::unique_ptr<http::request_data> request) noexcept {
    if (!letters_.push(std::move(request)))
        return false;
    owner_.on_letter();
    return true;
}

bool instance::on_message(std::unique_ptr<http::message_data> message) noexcept {
    return letters_.push(std::move(message));
}

bool instance::on_snapshot_wanted(tickhub_connection connection, std::uint64_t key) noexcept {
    return letters_.push(wanted_snapshot{connection, key});
}

void instance::on_messages_wait() noexcept {
    owner_.on_letter();
}

void instance::on_closed(tickhub_connection connection) noexcept {
    if (letters_.push(closed_connection{connection}))
        owner_.on_letter();
}

} // namespace tickhub::lifecycle
