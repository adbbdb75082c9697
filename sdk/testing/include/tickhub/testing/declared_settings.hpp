#pragma once

#include <tickhub/abi.h>
#include <tickhub/testing/setting_value.hpp>

#include <string>
#include <string_view>

namespace tickhub::testing {

/// The settings that a hub would pass when the operator wrote none: the defaults that the plugin's manifest declares.
/// A required setting, which an operator would have to write, gets its lowest value, its first choice, one item, or the
/// text "x". Throws std::runtime_error for a manifest that is damaged.
[[nodiscard]] setting_value declared_settings(std::string_view manifest);
[[nodiscard]] setting_value declared_settings(tickhub_plugin const& plugin);

/// The plugin's name, as its manifest says.
[[nodiscard]] std::string declared_name(std::string_view manifest);

/// A value as it is written in YAML, for a declared type: ("duration", "250ms"). Throws std::runtime_error.
[[nodiscard]] setting_value value_from_text(std::string_view type, std::string_view text);

/// The same for one of a plugin's own settings: ("every", "250ms").
[[nodiscard]] setting_value value_from_text(std::string_view manifest, std::string_view name, std::string_view text);

} // namespace tickhub::testing
