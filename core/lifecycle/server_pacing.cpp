#include "lifecycle/server_pacing.hpp"

#include <chrono>
#include <string>

namespace tickhub::lifecycle {

bool server_pacing::wait_for_clients(until what, nanoseconds deadline) {
    return (what == until::room && server_.paced_clients_ready()) ||
           server_.wait_until_paced_clients_have_all(to_time_point(deadline));
}

void server_pacing::give_up_waiting() {
    auto const lost = server_.wait_for_paced_clients(std::chrono::steady_clock::now());
    if (lost == 0)
        return;
    tell_.tell(
        notice::client_lost_pacing, "",
        std::to_string(lost) + (lost == 1 ? " client no longer paces" : " clients no longer pace") +
            " the replay: for hub: pace_deadline the replay waited and nothing was taken. What such a client is too "
            "slow for it may miss from now on: mend it or its network, or raise pace_deadline");
}

} // namespace tickhub::lifecycle
