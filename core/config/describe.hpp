// What a plugin is and what it can be set to, told to people and programs from its manifest alone.
#pragma once

#include "config/manifest.hpp"

#include <cstddef>
#include <string>

namespace tickhub::config {

/// For a terminal of `width` columns: the kind, the doc, and the settings with their types, bounds, defaults and docs.
/// Ends in a newline. [any thread]
[[nodiscard]] std::string describe_as_text(manifest const& plugin, std::size_t width = 100);

/// The manifest as one line of JSON, in the format of the manifest itself. Ends in a newline. [any thread]
[[nodiscard]] std::string describe_as_json(manifest const& plugin);

/// The settings as the Markdown table of the plugin's README, a row each, nested ones by their path
/// (`files[].path`). Ends in a newline. [any thread]
[[nodiscard]] std::string describe_as_markdown(manifest const& plugin);

} // namespace tickhub::config
