// Watches over callbacks that never return.
#pragma once

#include "lifecycle/component.hpp"
#include "lifecycle/thread_executor.hpp"

#include <functional>
#include <thread>
#include <vector>

namespace tickhub::lifecycle {

/// Quarantines each component whose callback lasts longer than `stuck_after`, and then calls `lost` for it, so that
/// another thread goes on in place of the one that is stuck.
class supervisor {
public:
    supervisor(std::vector<component*> watched, hub_clock const& clock, nanoseconds stuck_after,
               std::function<void(component&)> lost);
    ~supervisor();
    supervisor(supervisor const&) = delete;
    supervisor& operator=(supervisor const&) = delete;

private:
    void watch();

    std::vector<component*> watched_;
    hub_clock const& clock_;
    nanoseconds stuck_after_;
    std::function<void(component&)> lost_;
    std::atomic<bool> ending_{false};
    alarm alarm_;
    std::thread thread_;
};

} // namespace tickhub::lifecycle
