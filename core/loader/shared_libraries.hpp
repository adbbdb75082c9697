// The libraries that are in the process. What is loaded stays: a library's code can outlive dlclose (threads' exit
// handlers, unique symbols), so nothing here is ever unloaded, at the process's end neither.
#pragma once

#include "loader/refusal.hpp"

#include <tickhub/abi.h>

#include <filesystem>
#include <variant>

namespace tickhub::loader {

/// Loads the library, which runs its static constructors, and finds its tickhub_plugin_v1; a library that is loaded
/// already is not loaded again. All its references are resolved now and its symbols stay its own (RTLD_NOW,
/// RTLD_LOCAL). `path` must be absolute. The refusal is without the path. [any thread]
[[nodiscard]] std::variant<tickhub_plugin const*, refusal> load_library(std::filesystem::path const& path);

} // namespace tickhub::loader
