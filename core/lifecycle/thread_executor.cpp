#include "lifecycle/thread_executor.hpp"

#include <algorithm>

namespace tickhub::lifecycle {
namespace {

// Market time may be set by hand on the host, so a wait for it is looked at again this often.
constexpr nanoseconds longest_sleep = 1'000'000'000;
constexpr std::uint32_t pull_batch = 256;

} // namespace

void alarm::wake() noexcept {
    if (woken_.exchange(true, std::memory_order_acq_rel))
        return;
    { std::lock_guard const lock{mutex_}; }
    rung_.notify_one();
}

void alarm::sleep_until(nanoseconds steady_time) {
    std::unique_lock lock{mutex_};
    rung_.wait_until(lock, to_time_point(steady_time), [this] { return woken_.load(std::memory_order_acquire); });
    woken_.store(false, std::memory_order_release);
}

thread_executor::thread_executor(component& runs, hub_clock const& clock) : component_{runs}, clock_{clock} {
    component_.run_by(*this);
}

thread_executor::~thread_executor() {
    if (!thread_.joinable())
        return;
    if (component_.is_quarantined()) {
        thread_.detach();
    } else {
        thread_.join();
    }
}

void thread_executor::begin() {
    thread_ = std::thread{[this] { run(); }};
}

void thread_executor::run() {
    while (!component_.is_finished(stage::ended)) {
        work const one = work_once();
        if (one == work::gone)
            return;
        if (one == work::none)
            alarm_.sleep_until(next_wake());
    }
}

work thread_executor::work_once() {
    if (work const one = component_.advance(); one != work::none)
        return one;
    if (work const one = component_.work_letters(); one != work::none)
        return one;
    bool const settling = component_.is_asked_for(stage::settled);
    if (component_.wants_loop() && !settling) {
        tickhub_loop const loop{sizeof(tickhub_loop), 0, this, [](void* context, std::uint64_t until) noexcept {
                                    return static_cast<thread_executor*>(context)->wait(until);
                                }};
        return component_.work_loop(loop);
    }
    if (work const one = component_.work_timer(timer_clock::steady); one != work::none)
        return one;
    if (component_.is_blocked())
        return work::none;
    if (work const one = component_.work_timer(timer_clock::market); one != work::none)
        return one;
    if (work const one = component_.work_events(); one != work::none)
        return one;
    bool const pull_is_due = component_.wants_pull() && !settling && component_.pull_due() <= clock_.steady_time();
    return pull_is_due ? component_.work_pull(pull_batch, nullptr) : work::none;
}

nanoseconds thread_executor::next_wake() const {
    nanoseconds const now = clock_.steady_time();
    nanoseconds wake = std::min(component_.next_due(), now + longest_sleep);
    if (component_.is_blocked())
        return wake; // room in the inbox wakes us
    if (component_.wants_pull())
        wake = std::min(wake, component_.pull_due());
    nanoseconds const market_due = component_.next_market_timer();
    if (market_due == never)
        return wake;
    nanoseconds const market_now = clock_.market_time();
    return std::min(wake, now + (market_due > market_now ? market_due - market_now : 0));
}

tickhub_status thread_executor::wait(nanoseconds until) {
    while (true) {
        if (component_.is_asked_for(stage::settled) || !component_.is_running())
            return TICKHUB_CLOSED;
        work one = component_.work_letters();
        if (one == work::none)
            one = component_.work_timer(timer_clock::steady);
        if (one == work::none)
            one = component_.work_timer(timer_clock::market);
        if (one != work::none)
            return one == work::done && component_.is_running() ? TICKHUB_OK : TICKHUB_CLOSED;
        if (clock_.steady_time() >= until)
            return TICKHUB_OK;
        alarm_.sleep_until(std::min(until, next_wake()));
    }
}

} // namespace tickhub::lifecycle
