// A configured component through all its lives: started, fed, restarted when it fails, given up or quarantined, ended.
#pragma once

#include "config/hub_config.hpp"
#include "lifecycle/hub_names.hpp"
#include "lifecycle/instance.hpp"
#include "lifecycle/notices.hpp"
#include "lifecycle/restart_policy.hpp"
#include "loader/catalogue.hpp"
#include "observe/health.hpp"
#include "routing/inbox.hpp"
#include "routing/instrument_table.hpp"
#include "routing/router.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace tickhub::lifecycle {

/// What the hub asks a component to become, in this order; its executor carries it out.
enum class stage : std::uint8_t { idle, started, settled, ended };

/// What there was to do: `gone` when the component was lost in a callback: the thread that sees it must end, since
/// another has taken over.
enum class work : std::uint8_t { none, done, gone };

/// The parts of the hub that components use.
struct component_services {
    instance_services instance;
    std::unique_ptr<routing::router> const& router; ///< made once all components have named their instruments
    routing::instrument_table& instruments;
    hub_names& names;
    observe::health& health;
    notices& tell;
};

struct component_counts {
    std::uint64_t received = 0; ///< = handled + failed, between callbacks
    std::uint64_t handled = 0;
    std::uint64_t failed = 0;
    std::uint64_t restarts = 0;
};

/// Where the publications of a feed go while the lock-step driver asks it for more: it lets them in one by one.
class capture {
public:
    virtual ~capture() = default;
    virtual tickhub_status take(tickhub_batch const& batch) = 0;
};

/// Wakes whoever runs a component. [any thread]
class waker {
public:
    virtual ~waker() = default;
    virtual void wake() noexcept = 0;
};

class component final : private instance_owner {
public:
    /// `index` is its place in the config.
    component(config::component const& configured, std::size_t index, loader::plugin const& plugin,
              config::hub_config const& hub, component_services const& services);
    ~component() override;

    [[nodiscard]] std::string const& name() const noexcept { return configured_.name; }
    /// Its number as a publisher, and in the router.
    [[nodiscard]] routing::component_index id() const noexcept { return id_; }
    [[nodiscard]] config::component const& configured() const noexcept { return configured_; }
    [[nodiscard]] component_counts counts() const noexcept;

    // ---- by the hub -------------------------------------------------------------------------------------------------
    /// Makes the first instance; says why it can't. What settings refuse is in configured().settings. [control]
    call_result create();
    /// Lets it be run by somebody: set before the first ask. [control]
    void run_by(waker& runner) noexcept { runner_ = &runner; }
    /// Whoever runs it looks at it again. [any thread]
    void wake() noexcept {
        if (runner_ != nullptr)
            runner_->wake();
    }
    /// What it should become; `deadline` for drain and stop. [any thread]
    void ask(stage wanted, nanoseconds deadline);
    /// Waits for it: false at the deadline. A quarantined component has reached every stage. [any thread]
    bool wait_for(stage wanted, nanoseconds deadline);

    // ---- by its executor, on one thread at a time -------------------------------------------------------------------
    work advance();                     ///< to the stage that is asked for, and restarts that are due
    work work_letters();                ///< one request, closed connection or finished job
    work work_timer(timer_clock clock); ///< one timer that is due now
    work work_events();                 ///< one batch from the inbox
    /// One call of a pull feed. With `into`, what it publishes goes there.
    work work_pull(std::uint32_t max_events, capture* into);
    /// A loop feed's run, until it returns.
    work work_loop(tickhub_loop const& loop);
    /// Lets one captured record into the routes.
    void inject(tickhub_batch const& one);

    /// When the next steady timer or restart is due; `never` when nothing is.
    [[nodiscard]] nanoseconds next_due() const;
    [[nodiscard]] nanoseconds next_market_timer() const noexcept;
    [[nodiscard]] nanoseconds pull_due() const noexcept { return pull_due_; }
    /// Whether a `block` target of its is full: timers on market time, events and pulls must wait.
    [[nodiscard]] bool is_blocked() const;
    [[nodiscard]] bool is_running() const noexcept { return state_.load() == state::running && !pending_failure_; }
    [[nodiscard]] bool wants_pull() const noexcept {
        return is_running() && style_ == config::feed_style::pull && !feed_is_over_;
    }
    [[nodiscard]] bool wants_loop() const noexcept {
        return is_running() && style_ == config::feed_style::loop && !feed_is_over_;
    }
    [[nodiscard]] config::feed_style style() const noexcept { return style_; }
    [[nodiscard]] bool is_asked_for(stage wanted) const noexcept { return asked_.load() >= wanted; }
    [[nodiscard]] bool is_finished(stage wanted) const noexcept { return stage_.load() >= wanted || is_quarantined(); }
    [[nodiscard]] bool is_quarantined() const noexcept { return state_.load() == state::quarantined; }

    // ---- by the supervisor ------------------------------------------------------------------------------------------
    /// True, once, when the present callback has lasted longer than `limit`: the component is cut off for good, and
    /// whoever runs it must go on without it. [any thread]
    bool quarantine_if_stuck(nanoseconds limit);

private:
    enum class state : std::uint8_t { idle, running, waiting, given_up, quarantined, stopped };

    class patience;

    work start();
    work prime();
    work hand_over(tickhub_batch const& batch);
    void close_inbox(routing::drop_reason why);
    [[nodiscard]] bool has_unfinished_work(stage at) const;
    work settle();
    work end();
    /// Turns the end of a callback into what the executor is told; a failure takes the instance down.
    work conclude(call_result const& result);
    work fail(call_result const& how);
    work take_down();
    enum class what_remains : std::uint8_t { nothing, running_code };
    void bury(what_remains what);
    void reach(stage reached);

    tickhub_status publish(tickhub_batch const& batch) override;
    tickhub_instrument_id define_instrument(std::string_view symbol) override;
    tickhub_instrument_id find_instrument(std::string_view symbol) const override;
    std::string_view symbol(tickhub_instrument_id id) const noexcept override;
    std::uint32_t instrument_count() const noexcept override;
    std::uint64_t encode(tickhub_event_header const& event, char* out, std::uint64_t capacity) const override;
    void on_report(std::uint32_t condition, std::string_view text) override;
    void on_letter() noexcept override;

    [[nodiscard]] nanoseconds now() const noexcept { return services_.instance.clock.steady_time(); }

    config::component const& configured_;
    routing::component_index id_;
    loader::plugin const& plugin_;
    component_services services_;
    config::feed_style style_;
    restart_policy restarts_;
    waker* runner_ = nullptr;

    std::unique_ptr<instance> life_;
    std::atomic<state> state_{state::idle};
    std::atomic<stage> asked_{stage::idle};
    std::atomic<stage> stage_{stage::idle};
    std::atomic<nanoseconds> deadline_{never};
    mutable std::mutex mutex_; // for reached_, report_, and life_ against the supervisor
    std::condition_variable reached_;
    std::optional<std::string> report_; // the plugin said that it has failed
    std::atomic<bool> has_report_{false};

    nanoseconds restart_at_ = never;
    nanoseconds pull_due_ = 0;
    bool feed_is_over_ = false; // its next said ended, or its run has returned
    bool in_run_ = false;       // a loop feed's run is on the stack: its instance must stay
    std::optional<call_result> pending_failure_;
    capture* capture_ = nullptr;
    std::string overflow_; // an inbox that a lock-step callback overfilled

    std::atomic<std::uint64_t> received_{0};
    std::atomic<std::uint64_t> handled_{0};
    std::atomic<std::uint64_t> failed_{0};
    std::atomic<std::uint64_t> restarted_{0};
};

} // namespace tickhub::lifecycle
