#include "lifecycle/supervisor.hpp"

#include <algorithm>

namespace tickhub::lifecycle {

supervisor::supervisor(std::vector<component*> watched, hub_clock const& clock, nanoseconds stuck_after,
                       std::function<void(component&)> lost)
    : watched_{std::move(watched)}
    , clock_{clock}
    , stuck_after_{stuck_after}
    , lost_{std::move(lost)}
    , thread_{[this] { watch(); }} {}

supervisor::~supervisor() {
    ending_ = true;
    alarm_.wake();
    thread_.join();
}

void supervisor::watch() {
    nanoseconds const period = std::clamp<nanoseconds>(stuck_after_ / 4, 5'000'000, 1'000'000'000);
    while (!ending_) {
        for (component* c : watched_) {
            if (c->quarantine_if_stuck(stuck_after_))
                lost_(*c);
        }
        alarm_.sleep_until(clock_.steady_time() + period);
    }
}

} // namespace tickhub::lifecycle
