// The plugin's component: a replay, and the host that it is played to.
#pragma once

#include "batch_slices.hpp"
#include "replay.hpp"
#include "replay_metrics.hpp"
#include "replay_plan.hpp"

#include <tickhub/plugin.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace tickhub::csv_replay {

/// Publishes the recording's records when they are due.
class csv_replay_feed : public tickhub::pull_feed, private replay_listener {
public:
    /// Refuses settings, files that cannot be read among them. Keeps no file open.
    csv_replay_feed(tickhub::host& host, tickhub::setting settings);

    /// Opens the files.
    void start() override;
    tickhub::pull_result next(std::uint32_t max_events) override;
    void stop() override;

private:
    void on_fault(fault_report const& report) override;
    void on_pass_end() override;
    void tell_pass(row_counts const& total);
    [[nodiscard]] std::string at_market_time() const;
    void show_progress(std::uint64_t steady);

    replay_plan plan_;
    replay_metrics metrics_;
    std::optional<replay> replay_;
    batch_slices slices_;
    replay::outcome after_slices_{replay::outcome::kind::more};
    std::uint64_t progress_due_ = 0; // steady time
    std::int64_t percent_told_ = 0;
    std::uint64_t pass_line_due_ = 0; // steady time
    std::uint64_t passes_told_ = 0;   // the last that has a line in the log
};

} // namespace tickhub::csv_replay
