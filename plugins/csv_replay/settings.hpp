// The settings of csv_replay: read, checked, and put into the plugin's own words.
#pragma once

#include "replay_plan.hpp"

#include <tickhub/host.hpp>
#include <tickhub/settings.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace tickhub::csv_replay {

/// Reads the settings, looks whether each file is there and has the columns that its preset needs, and defines the
/// instruments. All that is wrong is told through refuse; then throws settings_refused.
[[nodiscard]] replay_plan read_settings(tickhub::setting settings, tickhub::host const& host);

/// `1x`, `0.5x`, `60` (the x may be left out) or `max` as recorded time ÷ real time in 1e-9, 0 for max. Nothing when it
/// is none of these, or not between 0.001x and 1000000x.
[[nodiscard]] std::optional<std::int64_t> read_speed(std::string_view text) noexcept;

} // namespace tickhub::csv_replay
