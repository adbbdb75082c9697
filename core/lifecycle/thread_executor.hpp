// Runs one component on a thread of its own: how the hub runs on the host's clock.
#pragma once

#include "lifecycle/component.hpp"
#include "lifecycle/hub_clock.hpp"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace tickhub::lifecycle {

/// Lets one thread sleep until a time or a wake, none of which is lost.
class alarm {
public:
    /// [any thread]
    void wake() noexcept;
    /// Returns at once when there was a wake since the last sleep. [the sleeping thread]
    void sleep_until(nanoseconds steady_time);

private:
    std::atomic<bool> woken_{false};
    std::mutex mutex_;
    std::condition_variable rung_;
};

/// The thread takes letters first, then timers, then events, in batches; between them it looks whether the component
/// should start, settle or end.
class thread_executor final : public waker {
public:
    thread_executor(component& runs, hub_clock const& clock);
    /// Joins, unless the component is quarantined: then its thread may never end, and is left behind.
    ~thread_executor() override;
    thread_executor(thread_executor const&) = delete;
    thread_executor& operator=(thread_executor const&) = delete;

    void begin();
    void wake() noexcept override { alarm_.wake(); }

private:
    void run();
    work work_once();
    [[nodiscard]] nanoseconds next_wake() const;
    tickhub_status wait(nanoseconds until);

    component& component_;
    hub_clock const& clock_;
    alarm alarm_;
    std::thread thread_;
};

} // namespace tickhub::lifecycle
