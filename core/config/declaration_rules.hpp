// What a plugin's declaration must keep to beyond its form, so that whoever checks settings against it, describes it or
// makes a schema of it need not ask again.
#pragma once

#include "config/manifest.hpp"

#include <optional>
#include <string_view>

namespace tickhub::config {

/// Whether the text is a name: [a-z][a-z0-9_]*, at most manifest_max_name bytes. [any thread]
[[nodiscard]] bool is_plugin_name(std::string_view text) noexcept;

/// The first rule that the manifest breaks, or nothing. [any thread]
[[nodiscard]] std::optional<manifest_refusal> broken_rule(manifest const& m);

} // namespace tickhub::config
