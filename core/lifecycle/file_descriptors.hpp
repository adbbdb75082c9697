// File descriptors, of which every connection takes one: the process' limit, and what operators are told of it.
#pragma once

#include "config/hub_config.hpp"
#include "http/server.hpp"
#include "lifecycle/notices.hpp"

#include <cstdint>

namespace tickhub::lifecycle {

/// Raises the process' limit as far as it may by itself: the soft limit to the hard one. [control]
void raise_file_descriptor_limit() noexcept;

/// What the listeners' max_connections come to, and some more for plugins' files, libraries and the hub itself.
[[nodiscard]] std::uint64_t file_descriptors_wanted(config::hub_config const& config) noexcept;

/// Gives a notice when the process' limit is below what the configuration allows clients to take.
void tell_of_few(notices& to, config::hub_config const& config);

/// Gives a notice that says what to do about it. [any thread]
void tell_of(notices& to, http::accept_failure const& failed);

} // namespace tickhub::lifecycle
