// Where the program's own plugins are.
#pragma once

#include <filesystem>
#include <vector>

namespace tickhub::app {

/// The folders beside the running program that exist: `../plugins` in a build tree, `../lib/tickhub/plugins` when
/// installed. Never the working directory.
[[nodiscard]] std::vector<std::filesystem::path> own_plugin_folders();

} // namespace tickhub::app
