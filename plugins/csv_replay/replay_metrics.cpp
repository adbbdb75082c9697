#include "replay_metrics.hpp"

#include <algorithm>
#include <string_view>

namespace tickhub::csv_replay {
namespace {

void raise(tickhub::metric const& counter, std::uint64_t told, std::uint64_t now) {
    if (now != told)
        counter.add(static_cast<std::int64_t>(now - told));
}

} // namespace

replay_metrics::replay_metrics(tickhub::host const& host, replay_plan const& plan)
    : passes_{host.counter("replay_passes_total", "Passes over the recording that were begun.")}
    , progress_{host.gauge("replay_progress_percent", "How much of this pass has been read.")}
    , market_time_{host.gauge("replay_market_time_seconds", "The time of the last row, since 1970-01-01 UTC.")} {
    for (file_plan const& file : plan.files) {
        auto const rows = [&](std::string_view outcome, fault kind) {
            return host.counter("replay_rows_total", "Rows read, by what became of them and why.",
                                {{"file", file.name}, {"outcome", outcome}, {"fault", name_of(kind)}});
        };
        file_metrics metrics;
        metrics.accepted = rows("accepted", fault::none);
        for (fault const kind : all_faults) {
            metrics.skipped[static_cast<std::size_t>(kind)] = rows("skipped", kind);
            if (repairable(kind))
                metrics.repaired[static_cast<std::size_t>(kind)] = rows("repaired", kind);
        }
        files_.push_back(metrics);
    }
}

void replay_metrics::update(replay const& replay) {
    for (std::size_t i = 0; i < files_.size(); ++i) {
        file_metrics& file = files_[i];
        row_counts const now = replay.total_counts(i);
        raise(file.accepted, file.told.accepted, now.accepted);
        for (std::size_t kind = 0; kind < fault_count; ++kind) {
            raise(file.skipped[kind], file.told.skipped[kind], now.skipped[kind]);
            raise(file.repaired[kind], file.told.repaired[kind], now.repaired[kind]);
        }
        file.told = now;
    }
    raise(passes_, passes_told_, replay.passes());
    passes_told_ = replay.passes();
    progress_.set(progress(replay));
    market_time_.set(seconds_of(replay.market_time()).count());
}

std::int64_t replay_metrics::progress(replay const& replay) noexcept {
    // A file may have grown since it was opened.
    return replay.size() == 0
               ? 100
               : static_cast<std::int64_t>(std::min<std::uint64_t>(replay.position() * 100 / replay.size(), 100));
}

} // namespace tickhub::csv_replay
