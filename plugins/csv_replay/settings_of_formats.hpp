// `format`: the preset and what belongs to it.
#pragma once

#include "presets/preset.hpp"

#include <tickhub/settings.hpp>

namespace tickhub::csv_replay {

/// Reads the format; an absent one is the preset `ticks`. False when something was refused.
bool read_format(tickhub::setting format, file_format& out);

} // namespace tickhub::csv_replay
