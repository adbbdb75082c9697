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
constexpr std::uint64_t pass_line_every = 10'000'000'000;
constexpr std::int64_t percent_step = 10; // from one line in the log to the next

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
    passes_told_ = 0;
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
    tell_pass(total);
}

// A loop over a tiny file passes thousands of times a second.
void csv_replay_feed::tell_pass(row_counts const& total) {
    std::uint64_t const steady = host_.steady_time();
    std::uint64_t const pass = replay_->passes();
    if (pass > 1 && steady < pass_line_due_)
        return;
    std::string line = "end of pass " + std::to_string(pass) + at_market_time();
    if (pass > passes_told_ + 1)
        line += ", " + std::to_string(pass - passes_told_) + " passes since pass " + std::to_string(passes_told_);
    host_.info(line + ", all files: " + to_text(total));
    pass_line_due_ = steady + pass_line_every;
    passes_told_ = pass;
}

// " at 2021-06-11T09:15:00Z", or nothing before a pass's first row.
std::string csv_replay_feed::at_market_time() const {
    return replay_->any_row() ? " at " + to_text(replay_->market_time()) : std::string{};
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
    host_.info(std::to_string(percent) + " % read" + at_market_time());
}

} // namespace tickhub::csv_replay
