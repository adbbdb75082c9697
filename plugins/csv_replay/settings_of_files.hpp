// One entry of `files`: what it says, and what the feed says for it.
#pragma once

#include "replay_plan.hpp"

#include <tickhub/host.hpp>
#include <tickhub/settings.hpp>

namespace tickhub::csv_replay {

/// Adds the file, and its instrument when it is the first of its symbol. False when something was refused.
bool add_file(replay_plan& plan, tickhub::setting settings, tickhub::setting file, tickhub::host const& host);

} // namespace tickhub::csv_replay
