// A plugin's file, checked as far as can be without running any of its code.
#pragma once

#include "config/manifest.hpp"
#include "loader/byte_source.hpp"
#include "loader/refusal.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace tickhub::loader {

/// What the file of a plugin says of it.
struct plugin_file {
    config::manifest manifest;
    std::string manifest_text; ///< the JSON itself; the loaded plugin must show the very same
    std::uint16_t abi_major = 0;
    std::uint16_t abi_minor = 0;
};

/// Reads the manifest and looks for the symbol. `name` is what the operator calls the plugin, and what the manifest
/// must say too. The refusal is without the file's name. [any thread]
[[nodiscard]] std::variant<plugin_file, refusal> read_plugin_file(byte_source const& file, std::string_view name);

} // namespace tickhub::loader
