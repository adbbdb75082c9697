#include "lifecycle/component.hpp"

#include "lifecycle/left_behind.hpp"

#include <tickhub/encode.hpp>
#include <tickhub/events.hpp>

#include <utility>

namespace tickhub::lifecycle {
namespace {

// One callback's share of an inbox: enough to amortise the call, small enough that a letter does not wait long.
constexpr std::uint32_t batch_records = 256;
constexpr std::uint64_t batch_bytes = 256 * 1024;

constexpr nanoseconds patience_slice = 100'000'000;  // while waiting for room it is looked whether the hub is stopping
constexpr nanoseconds jobs_deadline = 1'000'000'000; // for a failed instance's background job

std::uint64_t nanoseconds_of(std::chrono::nanoseconds time) {
    return static_cast<std::uint64_t>(time.count());
}

void count(std::atomic<std::uint64_t>& counter, std::uint64_t more) {
    counter.fetch_add(more, std::memory_order_relaxed);
}

} // namespace

// Waits for room in a full inbox until there is some, or the hub has no more time for it. That others are slow is not
// held against this component.
class component::patience final : public routing::room_wait {
public:
    explicit patience(component& waiting) : waiting_{waiting} {}
    bool wait(routing::inbox& full, std::uint32_t bytes) noexcept override {
        auto& watch = waiting_.life_->watch();
        watch.pause();
        bool room = false;
        bool in_time = true;
        while (!room && in_time) {
            room = full.wait_for_room(1, bytes, to_time_point(waiting_.now() + patience_slice));
            in_time = !waiting_.is_asked_for(stage::settled) || waiting_.now() < waiting_.deadline_;
        }
        watch.resume(waiting_.now());
        return room;
    }

private:
    component& waiting_;
};

component::component(config::component const& configured, std::size_t index, loader::plugin const& plugin,
                     config::hub_config const& hub, component_services const& services)
    : configured_{configured}
    , id_{static_cast<routing::component_index>(index + 1)}
    , plugin_{plugin}
    , services_{services}
    , style_{plugin.manifest->feed}
    , restarts_{hub.restart.budget, nanoseconds_of(hub.restart.within)} {}

// An instance that may still run is left to it.
component::~component() {
    if (is_quarantined())
        leave_behind(std::move(life_));
}

component_counts component::counts() const noexcept {
    return {received_, handled_, failed_, restarted_};
}

// ---- stages ---------------------------------------------------------------------------------------------------------

call_result component::create() {
    auto fresh =
        std::make_unique<instance>(name(), *plugin_.descriptor->component, static_cast<std::uint32_t>(configured_.kind),
                                   static_cast<instance_owner&>(*this), services_.instance);
    {
        std::lock_guard const lock{mutex_};
        life_ = std::move(fresh);
    }
    return life_->create(configured_.settings->abi());
}

void component::ask(stage wanted, nanoseconds deadline) {
    deadline_ = deadline;
    asked_ = wanted;
    wake();
}

bool component::wait_for(stage wanted, nanoseconds deadline) {
    std::unique_lock lock{mutex_};
    return reached_.wait_until(lock, to_time_point(deadline), [&] { return is_finished(wanted); });
}

void component::reach(stage reached) {
    {
        std::lock_guard const lock{mutex_};
        stage_ = reached;
    }
    reached_.notify_all();
}

work component::advance() {
    if (is_quarantined())
        return work::none; // its instance is no longer ours
    if (is_running() && has_report_.exchange(false))
        return conclude({});
    if (state_ == state::waiting && now() >= restart_at_ && !is_asked_for(stage::settled)) {
        ++restarted_;
        if (call_result const made = create(); !made.ok()) {
            return conclude(made.status == call_status::refused
                                ? call_result{call_status::failed, "create: it refused settings that it took before"}
                                : made);
        }
        return start();
    }
    stage const at = stage_;
    stage const wanted = asked_;
    if (at >= wanted)
        return work::none;
    if (at == stage::idle) {
        work const started = start();
        if (started != work::gone)
            reach(stage::started);
        return started;
    }
    // What was published or begun before is finished first, for as long as there is time.
    if (is_running() && now() < deadline_ && has_unfinished_work(at))
        return work::none;
    return at == stage::started ? settle() : end();
}

bool component::has_unfinished_work(stage at) const {
    if (life_->has_unfinished_work())
        return true;
    auto const* inbox = services_.router->inbox_of(id_);
    return at == stage::started && inbox != nullptr && inbox->queued_records() != 0;
}

work component::start() {
    services_.health.set(name(), observe::condition::starting);
    state_ = state::running;
    if (work const started = conclude(life_->start()); started == work::gone || !is_running())
        return started;
    if (work const primed = prime(); primed == work::gone || !is_running())
        return primed;
    services_.health.set(name(), observe::condition::ok);
    services_.tell.tell(restarted_ == 0 ? notice::component_started : notice::component_restarted, name(),
                        restarted_ == 0 ? "started" : "started again after a failure");
    return work::done;
}

// Its routes open, and what they would have brought up to now comes first.
work component::prime() {
    batch_builder current;
    services_.router->prime(id_, current);
    return current.empty() ? work::done : hand_over(current.raw());
}

work component::settle() {
    if (is_running()) {
        if (work const drained = conclude(life_->drain(deadline_)); drained == work::gone)
            return drained;
    }
    reach(stage::settled);
    return work::done;
}

work component::end() {
    bool const was_running = is_running();
    if (life_) {
        close_inbox(routing::drop_reason::not_running);
        bool const stopped = life_->stop(deadline_);
        if (life_->watch().is_condemned())
            return work::gone;
        if (!stopped) {
            services_.tell.tell(notice::component_left_behind, name(),
                                "a background job of its did not end before the stop deadline");
        }
        bury(stopped ? what_remains::nothing : what_remains::running_code);
    }
    if (was_running) {
        state_ = state::stopped;
        services_.health.set(name(), observe::condition::stopped);
        services_.tell.tell(notice::component_stopped, name(), "stopped");
    }
    reach(stage::ended);
    return work::done;
}

// ---- work -----------------------------------------------------------------------------------------------------------

work component::work_letters() {
    if (!is_running())
        return work::none;
    auto const result = life_->on_letter();
    return result ? conclude(*result) : work::none;
}

work component::work_timer(timer_clock clock) {
    if (!is_running())
        return work::none;
    auto const& clocks = services_.instance.clock;
    nanoseconds const time = clock == timer_clock::market ? clocks.market_time() : clocks.steady_time();
    auto const result = life_->on_due_timer(clock, time);
    return result ? conclude(*result) : work::none;
}

work component::work_events() {
    if (!is_running())
        return work::none;
    auto* const inbox = services_.router->inbox_of(id_);
    if (inbox == nullptr)
        return work::none;
    tickhub_batch const batch = inbox->take(batch_records, batch_bytes);
    return batch.count == 0 ? work::none : hand_over(batch);
}

work component::hand_over(tickhub_batch const& batch) {
    count(received_, batch.count);
    auto const result = life_->on_events(batch);
    if (result.status == call_status::condemned)
        return work::gone;
    if (auto* const inbox = services_.router->inbox_of(id_))
        inbox->release();
    count(result.ok() ? handled_ : failed_, batch.count);
    return conclude(result);
}

work component::work_pull(std::uint32_t max_events, capture* into) {
    if (!wants_pull())
        return work::none;
    tickhub_pull pull{sizeof(tickhub_pull), max_events, TICKHUB_PULL_MORE, 0, 0};
    capture_ = into;
    auto const result = life_->next(pull);
    if (result.status == call_status::condemned)
        return work::gone;
    capture_ = nullptr;
    pull_due_ = pull.next == TICKHUB_PULL_WAIT ? pull.wake_at : 0;
    feed_is_over_ = pull.next == TICKHUB_PULL_ENDED;
    return conclude(result);
}

work component::work_loop(tickhub_loop const& loop) {
    in_run_ = true;
    auto result = life_->run(loop);
    if (result.status == call_status::condemned)
        return work::gone;
    in_run_ = false;
    feed_is_over_ = true;
    if (pending_failure_)
        result = *std::exchange(pending_failure_, std::nullopt);
    return conclude(result);
}

void component::inject(tickhub_batch const& one) {
    capture_ = nullptr;
    if (is_running())
        publish(one);
}

nanoseconds component::next_due() const {
    if (state_ == state::waiting)
        return restart_at_;
    return is_running() ? life_->next_due(timer_clock::steady) : never;
}

nanoseconds component::next_market_timer() const noexcept {
    return is_running() ? life_->next_due(timer_clock::market) : never;
}

bool component::is_blocked() const {
    return services_.router->blocked_by(id_, batch_records, batch_bytes) != nullptr;
}

// ---- failure --------------------------------------------------------------------------------------------------------

work component::conclude(call_result const& result) {
    if (result.status == call_status::condemned)
        return work::gone;
    std::optional<std::string> reported;
    {
        std::lock_guard const lock{mutex_};
        reported = std::exchange(report_, std::nullopt);
    }
    if (!result.ok())
        return fail(result);
    if (!overflow_.empty())
        return fail({call_status::failed, std::exchange(overflow_, {})});
    if (reported && is_running())
        return fail({call_status::failed, *reported});
    return work::done;
}

work component::fail(call_result const& how) {
    if (in_run_) {
        pending_failure_ = how;
        return work::done;
    }
    if (take_down() == work::gone)
        return work::gone;
    bool const for_good = how.status == call_status::failed_for_good;
    auto const delay = for_good ? std::nullopt : restarts_.after_failure(now());
    std::string const& why = how.text;
    if (!delay) {
        state_ = state::given_up;
        services_.health.set(name(), observe::condition::failed, why);
        services_.tell.tell(notice::component_given_up, name(),
                            why +
                                (for_good ? "; starting it again would end the same way"
                                          : "; it has failed too often and is not started again") +
                                ": restart the hub when it is mended");
        return work::done;
    }
    restart_at_ = now() + *delay;
    state_ = state::waiting;
    services_.health.set(name(), observe::condition::restarting, why);
    services_.tell.tell(notice::component_failed, name(),
                        why + "; it is started again in " + std::to_string(*delay / 1'000'000) + " ms");
    return work::done;
}

// What comes for it while it is down is counted as lost to it, and told by a gap when it is back.
work component::take_down() {
    close_inbox(routing::drop_reason::not_running);
    feed_is_over_ = false;
    pull_due_ = 0;
    bool const stopped = life_->stop(now() + jobs_deadline);
    if (life_->watch().is_condemned())
        return work::gone;
    bury(stopped ? what_remains::nothing : what_remains::running_code);
    return work::done;
}

// The routes close, and what had come already is lost to it as well.
void component::close_inbox(routing::drop_reason why) {
    if (auto* const inbox = services_.router->inbox_of(id_)) {
        inbox->close(why);
        inbox->discard(why);
    }
}

void component::bury(what_remains what) {
    std::unique_ptr<instance> dead;
    {
        std::lock_guard const lock{mutex_}; // the supervisor may be looking at it
        dead = std::move(life_);
    }
    if (what == what_remains::running_code)
        leave_behind(std::move(dead));
}

bool component::quarantine_if_stuck(nanoseconds limit) {
    std::string what;
    {
        std::lock_guard const lock{mutex_};
        if (state_ != state::running || !life_ || !life_->watch().condemn_if_older(now(), limit))
            return false;
        what = life_->doing();
        state_ = state::quarantined;
        life_->leak();
    }
    reached_.notify_all();
    close_inbox(routing::drop_reason::quarantined);
    std::string const text = what + " has not returned; the component is cut off and its thread is left behind: "
                                    "restart the hub when the plugin is mended";
    services_.health.set(name(), observe::condition::quarantined, text);
    services_.tell.tell(notice::component_quarantined, name(), text);
    return true;
}

// ---- what the instance asks for -------------------------------------------------------------------------------------

tickhub_status component::publish(tickhub_batch const& batch) {
    if (is_quarantined())
        return TICKHUB_CLOSED;
    if (capture_ != nullptr) {
        return routing::check(batch).fault == routing::batch_fault::none ? capture_->take(batch) : TICKHUB_INVALID;
    }
    for (event const e : event_batch{batch}) {
        if (auto const* definition = e.as<tickhub_definition>()) {
            services_.names.set_quantity_decimals(e.instrument(), definition->quantity_decimals);
        }
    }
    auto const& clock = services_.instance.clock;
    bool const in_lockstep = clock.source() == clock_source::replay;
    patience wait{*this};
    auto const result =
        services_.router->publisher_of(id_).publish(batch, clock.market_time(), in_lockstep ? nullptr : &wait);
    if (result.verdict.fault != routing::batch_fault::none)
        return TICKHUB_INVALID;
    if (in_lockstep && result.overflowed != nullptr) {
        overflow_ = "it published more at once than the inbox of " +
                    std::string{services_.names.publisher(result.overflowed->component())} +
                    " holds: in lock-step nobody can make room meanwhile; raise that inbox";
    }
    return TICKHUB_OK;
}

tickhub_instrument_id component::define_instrument(std::string_view symbol) {
    using sharing = routing::instrument_table::sharing;
    auto const defined = services_.instruments.define(configured_.prefix + std::string{symbol}, id_,
                                                      configured_.share ? sharing::shared : sharing::exclusive);
    if (defined.why == routing::instrument_table::refusal::clash) {
        services_.instance.log.write(observe::log_level::error, name(),
                                     "the symbol " + configured_.prefix + std::string{symbol} + " is brought by " +
                                         std::string{services_.names.publisher(defined.owner)} +
                                         " too: give one of them a `prefix`, or say `share: true` at both");
    }
    return defined.id;
}
tickhub_instrument_id component::find_instrument(std::string_view symbol) const {
    return services_.instruments.find(symbol);
}
std::string_view component::symbol(tickhub_instrument_id id) const noexcept {
    return services_.instruments.symbol(id);
}
std::uint32_t component::instrument_count() const noexcept {
    return services_.instruments.count();
}

std::uint64_t component::encode(tickhub_event_header const& event, char* out, std::uint64_t capacity) const {
    return encode_json(event, services_.names, out, capacity);
}

void component::on_report(std::uint32_t condition, std::string_view text) {
    if (condition == TICKHUB_CONDITION_FAILED) {
        std::lock_guard const lock{mutex_};
        report_ = text;
        has_report_ = true;
    } else if (state_ == state::running) {
        services_.health.set(
            name(), condition == TICKHUB_CONDITION_OK ? observe::condition::ok : observe::condition::degraded, text);
        return;
    }
    wake();
}

void component::on_letter() noexcept {
    wake();
}

} // namespace tickhub::lifecycle
