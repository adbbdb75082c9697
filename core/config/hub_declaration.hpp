// The hub's own keys, declared in the same way as a plugin's settings: they are checked, described and put into the
// schema by the same code.
#pragma once

#include "config/manifest.hpp"

#include <string>
#include <vector>

namespace tickhub::config {

/// The members of `hub:`. [any thread]
[[nodiscard]] std::vector<declared_setting> const& hub_members();

/// The members of one listener. [any thread]
[[nodiscard]] std::vector<declared_setting> const& listener_members();

/// The members of `users:`. [any thread]
[[nodiscard]] std::vector<declared_setting> const& users_members();

/// The members of one component of that kind, but `settings`, which its plugin declares. [any thread]
[[nodiscard]] std::vector<declared_setting> const& component_members(plugin_kind kind);

/// The members of one entry of `routes:`; a single text is allowed where `from` and `to` take a list. [any thread]
[[nodiscard]] std::vector<declared_setting> const& route_members();

/// The keys of the file, in order: hub, listeners, users, feeds, processors, sinks, routes. [any thread]
[[nodiscard]] std::vector<std::string> const& section_names();

} // namespace tickhub::config
