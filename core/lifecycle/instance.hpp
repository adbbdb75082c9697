// One life of a component: the plugin's instance, its timers, letters and jobs, and every call into it.
#pragma once

#include "http/server.hpp"
#include "http/sink_port.hpp"
#include "lifecycle/background.hpp"
#include "lifecycle/callback_watch.hpp"
#include "lifecycle/host_tables.hpp"
#include "lifecycle/hub_clock.hpp"
#include "lifecycle/mailbox.hpp"
#include "lifecycle/timer_queue.hpp"
#include "observe/log.hpp"
#include "observe/metrics.hpp"

#include <tickhub/abi.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace tickhub::lifecycle {

/// How a call into the plugin ended. `condemned`: it came back after the supervisor had given it up; touch nothing.
enum class call_status : std::uint8_t { ok, failed, failed_for_good, refused, condemned };

struct [[nodiscard]] call_result {
    call_status status = call_status::ok;
    std::string text; ///< why it failed

    [[nodiscard]] bool ok() const noexcept { return status == call_status::ok; }
};

/// What an instance needs from the component that it is a life of.
class instance_owner {
public:
    virtual ~instance_owner() = default;
    virtual tickhub_status publish(tickhub_batch const& batch) = 0;
    virtual tickhub_instrument_id define_instrument(std::string_view symbol) = 0;
    [[nodiscard]] virtual tickhub_instrument_id find_instrument(std::string_view symbol) const = 0;
    [[nodiscard]] virtual std::string_view symbol(tickhub_instrument_id id) const noexcept = 0;
    [[nodiscard]] virtual std::uint32_t instrument_count() const noexcept = 0;
    [[nodiscard]] virtual std::uint64_t encode(tickhub_event_header const& event, char* out,
                                               std::uint64_t capacity) const = 0;
    /// The plugin says how it is. [any thread]
    virtual void on_report(std::uint32_t condition, std::string_view text) = 0;
    /// There is a letter. [any thread]
    virtual void on_letter() noexcept = 0;
};

/// The parts of the hub that instances use directly.
struct instance_services {
    hub_clock& clock;
    observe::log& log;
    observe::metrics& metrics;
    background& jobs;
    http::server* server; ///< nullptr: components get no http service (tickhub check)
};

class instance final : private host_side, private http::sink_events {
public:
    instance(std::string name, tickhub_component const& plugin, std::uint32_t kind, instance_owner& owner,
             instance_services const& services);
    /// Destroys the plugin's instance, unless it is leaked.
    ~instance() override;
    instance(instance const&) = delete;
    instance& operator=(instance const&) = delete;

    // Each is one callback, made by one thread at a time. [the component's thread]
    call_result create(tickhub_settings const& settings);
    call_result start();
    call_result on_events(tickhub_batch const& batch);
    /// Fires the first timer that is due; nothing when there is none.
    std::optional<call_result> on_due_timer(timer_clock clock, nanoseconds now);
    /// Hands over the first letter; nothing when there is none.
    std::optional<call_result> on_letter();
    call_result next(tickhub_pull& pull);
    /// Not watched: it runs as long as the feed lives. What it calls inside wait is.
    call_result run(tickhub_loop const& loop);
    call_result drain(nanoseconds deadline);
    /// Calls stop, ends its jobs, closes its streams. False when a job still ran at the deadline: leak the instance.
    bool stop(nanoseconds deadline);

    [[nodiscard]] nanoseconds next_due(timer_clock clock) const noexcept { return timers_.next_due(clock); }
    /// Letters wait, or jobs whose end will be one.
    [[nodiscard]] bool has_unfinished_work() const;
    [[nodiscard]] callback_watch& watch() noexcept { return watch_; }
    /// The name of the callback that runs, for the notice of a quarantine.
    [[nodiscard]] char const* doing() const noexcept { return doing_.load(std::memory_order_relaxed); }
    /// Its code may still run: never destroy it, and cut it off from clients. [any thread]
    void leak() noexcept;

private:
    template <class Call>
    call_result call(char const* what, Call plugin_call);
    [[nodiscard]] bool more_letters_follow();
    void check_thread(char const* function) const noexcept;

    void log(observe::log_level level, std::string_view text) noexcept override;
    observe::cell& metric(observe::metric_kind kind, std::string_view name, std::string_view help,
                          observe::labels labels) override;
    std::uint64_t set_timer(timer_clock clock, nanoseconds due, std::uint64_t token) override;
    void cancel_timer(std::uint64_t timer) override;
    tickhub_status publish(tickhub_batch const& batch) override;
    tickhub_instrument_id define_instrument(std::string_view symbol) override;
    tickhub_instrument_id find_instrument(std::string_view symbol) const override;
    std::string_view symbol(tickhub_instrument_id id) const noexcept override;
    std::uint32_t instrument_count() const noexcept override;
    tickhub_status submit(void (*job)(void*), void* argument, std::uint64_t token) override;
    void report(std::uint32_t condition, std::string_view text) override;
    std::uint64_t encode(tickhub_event_header const& event, char* out, std::uint64_t capacity) const override;
    tickhub_http const* http_table() noexcept override;

    bool on_request(std::unique_ptr<http::request_data> request) noexcept override;
    bool on_message(std::unique_ptr<http::message_data> message) noexcept override;
    void on_messages_wait() noexcept override;
    bool on_snapshot_wanted(tickhub_connection connection, std::uint64_t key) noexcept override;
    void on_closed(tickhub_connection connection) noexcept override;

    std::string name_;
    tickhub_component plugin_;
    instance_owner& owner_;
    instance_services services_;
    callback_watch watch_;
    std::atomic<char const*> doing_{"nothing"};
    std::atomic<std::thread::id> inside_{}; // the thread that makes the present callback
    timer_queue timers_;
    mailbox letters_;
    bool in_letter_ = false;
    unsigned letters_in_a_row_ = 0; // since what they made the sink send was handed over
    std::shared_ptr<background::lane> jobs_;
    std::unique_ptr<http::sink_port> port_;
    host_tables tables_;
    void* plugin_instance_ = nullptr;
    std::atomic<bool> leaked_{false};
};

} // namespace tickhub::lifecycle
