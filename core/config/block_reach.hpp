// Which routes a `block` can slow.
#pragma once

#include "config/hub_config.hpp"

#include <cstddef>
#include <vector>

namespace tickhub::config {

/// A route that may wait, and why.
struct slowed_route {
    std::size_t route = 0;               ///< index into hub_config::routes
    std::vector<std::size_t> because_of; ///< the blocking routes, by index
};

/// A full inbox behind a `block` route stops its publisher, and so every route out of that publisher, every `block`
/// route into it in turn, and all that is derived downstream. All routes that one of them can reach, in order; those
/// not named keep their rate whatever a target does. [any thread]
[[nodiscard]] std::vector<slowed_route> block_reach(hub_config const& config);

} // namespace tickhub::config
