// A declared setting in a few words, the same in a terminal, in a README and in an editor.
#pragma once

#include "config/manifest.hpp"

#include <string>
#include <string_view>

namespace tickhub::config {

/// What the setting takes: "duration", "list of symbol", "ticks | ohlcv", "map of object". [any thread]
[[nodiscard]] std::string takes(declared_setting const& setting);

/// Its bounds: "10ms to 1h", "at least 1", "at most 64KiB"; empty when it has none. [any thread]
[[nodiscard]] std::string range(declared_setting const& setting);

/// How values of the type are written, with examples: "250ms, 5s, 1m, 2h or 1d". Empty where the type's name says it.
/// [any thread]
[[nodiscard]] std::string_view how_written(setting_type type) noexcept;

/// "a pull feed", "a sink". [any thread]
[[nodiscard]] std::string kind_phrase(manifest const& plugin);

} // namespace tickhub::config
