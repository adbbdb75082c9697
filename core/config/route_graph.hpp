// The routes seen as a graph of components.
#pragma once

#include "config/hub_config.hpp"

#include <cstddef>
#include <vector>

namespace tickhub::config {

/// Whether a full inbox makes the publisher of this route wait, if only for some records. [any thread]
[[nodiscard]] bool blocks(route const& route) noexcept;

/// For each component the indices of the routes that leave it, in order; routes of the hub are in none. [any thread]
[[nodiscard]] std::vector<std::vector<std::size_t>> routes_leaving(hub_config const& config);

} // namespace tickhub::config
