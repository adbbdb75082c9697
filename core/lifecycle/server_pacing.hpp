// The http server's paced clients, for the lock-step driver.
#pragma once

#include "http/server.hpp"
#include "lifecycle/hub_clock.hpp"
#include "lifecycle/lockstep_executor.hpp"
#include "lifecycle/notices.hpp"

namespace tickhub::lifecycle {

class server_pacing final : public pacing {
public:
    server_pacing(http::server& server, notices& tell) noexcept : server_{server}, tell_{tell} {}
    bool wait_for_clients(until what, nanoseconds deadline) override;
    /// Tells operators of those that lost their pacing.
    void give_up_waiting() override;

private:
    http::server& server_;
    notices& tell_;
};

} // namespace tickhub::lifecycle
