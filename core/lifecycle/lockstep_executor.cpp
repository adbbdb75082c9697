#include "lifecycle/lockstep_executor.hpp"

#include <algorithm>
#include <cstring>

namespace tickhub::lifecycle {
namespace {

constexpr std::uint32_t pull_batch = 1'024;
constexpr nanoseconds pace_slice = 2'000'000; // letters are looked at this often while a client lags
constexpr nanoseconds longest_sleep = 1'000'000'000;

nanoseconds time_of(tickhub_event_header const& event) noexcept {
    return event.ts_recv != 0 ? event.ts_recv : event.ts_event;
}

// The end of a replay, or of a pass, overtakes nothing: it is told to those who have everything.
bool tells_an_end(tickhub_event_header const& record) noexcept {
    auto const* status = event{record}.as<tickhub_feed_status>();
    return record.record == TICKHUB_RECORD_RESET ||
           (status != nullptr && status->condition == TICKHUB_FEED_CONDITION_ENDED);
}

} // namespace

lockstep_executor::lockstep_executor(std::vector<component*> order, hub_clock& clock, pacing& clients,
                                     nanoseconds pace_limit)
    : order_{std::move(order)}
    , clock_{clock}
    , clients_{clients}
    , pace_limit_{pace_limit} {
    for (component* c : order_) {
        c->run_by(*this);
        if (c->style() == config::feed_style::pull)
            sources_.push_back({c, {}});
    }
}

lockstep_executor::~lockstep_executor() {
    if (thread_.joinable())
        thread_.join();
}

void lockstep_executor::begin() {
    thread_ = std::thread{[this] { drive(); }};
}

void lockstep_executor::open_gate() noexcept {
    gate_ = gate::open;
    alarm_.wake();
}

void lockstep_executor::replace_thread() {
    thread_.detach(); // it is inside a callback that doesn't return, and drives no more should it ever come back
    thread_ = std::thread{[this] { drive(); }};
}

void lockstep_executor::drive() {
    while (!all_have_ended()) {
        work const house = keep_house();
        if (house == work::gone)
            return;
        work const derived = pass_derived();
        if (derived == work::gone)
            return;
        work const entered = enter_next();
        if (entered == work::gone)
            return;
        if (house == work::none && derived == work::none && entered == work::none)
            alarm_.sleep_until(next_wake());
    }
}

work lockstep_executor::keep_house() {
    work all = work::none;
    for (component* c : order_) {
        while (true) {
            work one = c->advance();
            if (one == work::none)
                one = c->work_letters();
            if (one == work::none)
                one = c->work_timer(timer_clock::steady);
            if (one == work::gone)
                return work::gone;
            if (one == work::none)
                break;
            all = work::done;
        }
    }
    return all;
}

// Upstream components stand before downstream ones, so that one pass leaves every inbox empty.
work lockstep_executor::pass_derived() {
    work all = work::none;
    for (component* c : order_) {
        while (true) {
            work const one = c->work_events();
            if (one == work::gone)
                return work::gone;
            if (one == work::none)
                break;
            all = work::done;
        }
    }
    return all;
}

tickhub_status lockstep_executor::take(tickhub_batch const& batch) {
    std::size_t const at = pulling_->words.size();
    pulling_->words.resize(at + batch.bytes / 8);
    std::memcpy(pulling_->words.data() + at, batch.first, batch.bytes);
    return TICKHUB_OK;
}

work lockstep_executor::refill() {
    work all = work::none;
    for (auto& s : sources_) {
        if (s.first() != nullptr || !s.feed->wants_pull() || s.feed->pull_due() > clock_.steady_time())
            continue;
        s.words.clear();
        s.at = 0;
        pulling_ = &s;
        if (s.feed->work_pull(pull_batch, this) == work::gone)
            return work::gone;
        all = work::done;
    }
    return all;
}

lockstep_executor::source* lockstep_executor::earliest() noexcept {
    source* first = nullptr;
    for (auto& s : sources_) {
        if (s.first() == nullptr)
            continue;
        if (first == nullptr || time_of(*s.first()) < time_of(*first->first()))
            first = &s;
    }
    return first;
}

bool lockstep_executor::clients_are_ready(pacing::until what) {
    nanoseconds const now = clock_.steady_time();
    if (clients_.wait_for_clients(what, now + pace_slice)) {
        waiting_since_.reset();
        return true;
    }
    if (!waiting_since_)
        waiting_since_ = now;
    if (now - *waiting_since_ < pace_limit_)
        return false;
    clients_.give_up_waiting();
    waiting_since_.reset();
    return true;
}

work lockstep_executor::enter_next() {
    if (gate_.load() == gate::closed)
        return work::none;
    work const refilled = refill();
    source* const next = earliest();
    if (refilled == work::gone || next == nullptr)
        return refilled;
    tickhub_event_header const& event = *next->first();
    if (!clients_are_ready(tells_an_end(event) ? pacing::until::everything : pacing::until::room))
        return work::done;

    nanoseconds const time = time_of(event);
    // The first event and a reset set the clock; all others only move it on.
    if (clock_.market_time() == 0 || event.record == TICKHUB_RECORD_RESET)
        clock_.set_market_time(time);
    if (fire_timers(std::max(time, clock_.market_time())) == work::gone)
        return work::gone;
    clock_.set_market_time(std::max(time, clock_.market_time()));
    tickhub_batch const one{&event, event.size, 1, 0};
    next->at += event.size / 8;
    next->feed->inject(one);
    return pass_derived() == work::gone ? work::gone : work::done;
}

work lockstep_executor::fire_timers(nanoseconds until) {
    while (true) {
        component* first = nullptr;
        nanoseconds due = never;
        for (component* c : order_) {
            nanoseconds const theirs = c->next_market_timer();
            if (theirs < due) {
                first = c;
                due = theirs;
            }
        }
        if (first == nullptr || due > until)
            return work::done;
        clock_.set_market_time(std::max(due, clock_.market_time()));
        if (first->work_timer(timer_clock::market) == work::gone || pass_derived() == work::gone)
            return work::gone;
    }
}

nanoseconds lockstep_executor::next_wake() const {
    nanoseconds wake = clock_.steady_time() + longest_sleep;
    for (component const* c : order_) {
        wake = std::min(wake, c->next_due());
        if (c->wants_pull() && gate_.load() == gate::open)
            wake = std::min(wake, c->pull_due());
    }
    return wake;
}

bool lockstep_executor::all_have_ended() const {
    return std::all_of(order_.begin(), order_.end(), [](component const* c) { return c->is_finished(stage::ended); });
}

} // namespace tickhub::lifecycle
