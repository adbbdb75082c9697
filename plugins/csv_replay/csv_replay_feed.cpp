#include "csv_replay_feed.hpp"

#include "file_source.hpp"
#include "replay_log.hpp"
#include "settings.hpp"
#include "text.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>

namespace tickhub::csv_replay {
namespace {

constexpr std::uint64_t progress_every = 250'000'000; // of steady time, in nanoseconds
constexpr std::int64_t percent_step = 10;             // from one line in the log to the next

} // namespace

csv_replay_feed::csv_replay_feed(tickhub::host& host, tickhub::setting settings)
    : pull_feed{host}
    , plan_{read_settings(settings, host)}
    , metrics_{host, plan_} {}

void csv_replay_feed::start() {
    replay_listener& listener = *this;
    replay_.emplace(plan_, host_.name(), listener,
                    [](file_plan const& file) { return std::make_unique<file_source>(file.path); });
    slices_ = {};
    after_slices_ = {replay::outcome::kind::more};
    percent_told_ = 0;
    host_.info(describe(plan_));
}

void csv_replay_feed::stop() {
    replay_.reset();
}

tickhub::pull_result csv_replay_feed::next(std::uint32_t max_events) {
    std::uint32_t const most = std::max(max_events, 1u);
    if (slices_.empty()) {
        std::uint64_t const steady = host_.steady_time();
        instant const market{std::chrono::nanoseconds{static_cast<std::int64_t>(host_.market_time())}};
        after_slices_ = replay_->advance({steady, market}, most, slices_.batch());
        show_progress(steady);
    }
    if (!slices_.empty())
        host_.publish(slices_.take(most));
    if (!slices_.empty())
        return tickhub::pull_result::more();
    switch (after_slices_.next) {
    case replay::outcome::kind::wait:
        return tickhub::pull_result::wait_until(after_slices_.wake_at);
    case replay::outcome::kind::ended:
        return tickhub::pull_result::ended();
    case replay::outcome::kind::more:
        break;
    }
    return tickhub::pull_result::more();
}

// Each pass of a loop meets the same rows: what is to be told of single files and faults is told once.
void csv_replay_feed::on_fault(fault_report const& report) {
    if (replay_->passes() > 1)
        return;
    if (auto const line = line_for(report, plan_.report_first))
        host_.warning(*line);
}

void csv_replay_feed::on_pass_end() {
    metrics_.update(*replay_);
    row_counts total;
    for (std::size_t i = 0; i < plan_.files.size(); ++i) {
        total += replay_->counts(i);
        if (replay_->passes() == 1)
            host_.info(plan_.files[i].name + ": " + to_text(replay_->counts(i)));
    }
    host_.info("end of pass " + std::to_string(replay_->passes()) + " at " + to_text(replay_->market_time()) +
               ", all files: " + to_text(total));
}

void csv_replay_feed::show_progress(std::uint64_t steady) {
    if (steady < progress_due_)
        return;
    progress_due_ = steady + progress_every;
    metrics_.update(*replay_);
    std::int64_t const percent = replay_metrics::progress(*replay_);
    if (replay_->passes() != 1 || percent < percent_told_ + percent_step || percent == 100)
        return;
    percent_told_ = percent - percent % percent_step;
    host_.info(std::to_string(percent) + " % read, at " + to_text(replay_->market_time()));
}

} // namespace tickhub::csv_replay
