// What a loaded plugin must show before the hub calls any of its functions.
#pragma once

#include "loader/plugin_file.hpp"
#include "loader/refusal.hpp"

#include <tickhub/abi.h>

#include <optional>

namespace tickhub::loader {

/// The first promise of the border that the plugin's tables break, compared with what its file said; or nothing.
/// [any thread]
[[nodiscard]] std::optional<refusal> broken_promise(tickhub_plugin const& descriptor, plugin_file const& file);

} // namespace tickhub::loader
