// What a replay says in the log, as text.
#pragma once

#include "file_cursor.hpp"
#include "replay_plan.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace tickhub::csv_replay {

/// TCS_2021-06-11.csv:1543: time_backwards (skipped): it is earlier than …: 2021-06-11 09:40:02,3220.1,48210
[[nodiscard]] std::string describe(fault_report const& report);

/// The line for a fault, or nothing when `report_first` of its kind were shown; the last one shown says that more are
/// only counted.
[[nodiscard]] std::optional<std::string> line_for(fault_report const& report, std::uint64_t report_first);

/// replaying 6 files of 6 instruments at 60x: NIFTY_2021-06-11.csv, …
[[nodiscard]] std::string describe(replay_plan const& plan);

/// 60x, 0.5x, max
[[nodiscard]] std::string speed_text(std::int64_t speed);

} // namespace tickhub::csv_replay
