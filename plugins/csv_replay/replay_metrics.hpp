// A replay's counters and gauges.
#pragma once

#include "replay.hpp"
#include "replay_plan.hpp"

#include <tickhub/host.hpp>

#include <array>
#include <cstdint>
#include <vector>

namespace tickhub::csv_replay {

/// replay_rows_total{file, outcome, fault}, replay_passes_total, replay_progress_percent, replay_market_time_seconds.
/// The host must outlive it. [serialised]
class replay_metrics {
public:
    replay_metrics(tickhub::host const& host, replay_plan const& plan);

    /// Brings them up to what the replay has counted.
    void update(replay const& replay);

    /// How much of this pass has been read, in percent.
    [[nodiscard]] static std::int64_t progress(replay const& replay) noexcept;

private:
    struct file_metrics {
        tickhub::metric accepted;
        std::array<tickhub::metric, fault_count> skipped;
        std::array<tickhub::metric, fault_count> repaired;
        row_counts told;
    };

    std::vector<file_metrics> files_;
    tickhub::metric passes_;
    tickhub::metric progress_;
    tickhub::metric market_time_;
    std::uint64_t passes_told_ = 0;
};

} // namespace tickhub::csv_replay
