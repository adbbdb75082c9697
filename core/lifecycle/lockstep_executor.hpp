// Runs all components on one thread, an event at a time: how the hub runs on a replay's clock, so that what is
// published is a function of the recording and the config alone.
#pragma once

#include "lifecycle/component.hpp"
#include "lifecycle/hub_clock.hpp"
#include "lifecycle/thread_executor.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <thread>
#include <vector>

namespace tickhub::lifecycle {

/// The clients that a sink paces the replay for (pace: clients), as the driver sees them. [any thread]
class pacing {
public:
    virtual ~pacing() = default;
    /// What a client must have before the next event enters: room for it, or, before the end of a replay is told,
    /// everything that was sent to it.
    enum class until : std::uint8_t { room, everything };
    /// Waits for every paced client; false at the deadline.
    virtual bool wait_for_clients(until what, nanoseconds deadline) = 0;
    /// Clients that still lag are not waited for any more.
    virtual void give_up_waiting() = 0;
};

/// For every event: virtual time moves to it; the timers due by then fire in the order of (due, component, creation),
/// each followed by all that derives from it; then the event enters, and all that derives from it passes every
/// component in topological order. Between events the driver sees to letters, steady timers and restarts.
class lockstep_executor final : public waker, private capture {
public:
    enum class gate : std::uint8_t { closed, open };

    /// `order`: feeds, then processors in topological order, then sinks. `pace_limit`: how long one event may wait.
    lockstep_executor(std::vector<component*> order, hub_clock& clock, pacing& clients, nanoseconds pace_limit);
    /// Joins its present thread.
    ~lockstep_executor() override;
    lockstep_executor(lockstep_executor const&) = delete;
    lockstep_executor& operator=(lockstep_executor const&) = delete;

    void begin();
    void wake() noexcept override { alarm_.wake(); }
    /// Events enter from now on. [any thread]
    void open_gate() noexcept;
    /// A callback will not return: another thread goes on without its component. [the supervisor]
    void replace_thread();

private:
    // The records that a pull feed has published and that have not entered yet.
    struct source {
        component* feed;
        std::vector<std::uint64_t> words;
        std::size_t at = 0;
        [[nodiscard]] tickhub_event_header const* first() const noexcept {
            return at == words.size() ? nullptr : reinterpret_cast<tickhub_event_header const*>(words.data() + at);
        }
    };

    // Each of these ends at once with work::gone when a component is lost in a callback: then another thread drives.
    void drive();
    work keep_house();
    work pass_derived();
    work refill();
    work enter_next();
    work fire_timers(nanoseconds until);
    [[nodiscard]] source* earliest() noexcept;
    bool clients_are_ready(pacing::until what);
    [[nodiscard]] nanoseconds next_wake() const;
    [[nodiscard]] bool all_have_ended() const;
    tickhub_status take(tickhub_batch const& batch) override;

    std::vector<component*> order_;
    hub_clock& clock_;
    pacing& clients_;
    nanoseconds pace_limit_;
    std::vector<source> sources_;
    source* pulling_ = nullptr;
    std::optional<nanoseconds> waiting_since_; // for paced clients
    alarm alarm_;
    std::atomic<gate> gate_{gate::closed};
    std::thread thread_;
};

} // namespace tickhub::lifecycle
