#include "replay.hpp"

#include <utility>

namespace tickhub::csv_replay {
namespace {

// About 20 ms of parsing.
constexpr std::uint64_t rows_a_call = 65'536;

} // namespace

replay::replay(replay_plan const& plan, std::string_view publisher, replay_listener& listener, source_opener open)
    : plan_{plan}
    , listener_{listener}
    , open_{std::move(open)}
    , records_{plan, publisher}
    , timeline_{plan.times}
    , pace_{plan.speed}
    , earlier_passes_(plan.files.size()) {
    open_files();
}

void replay::open_files() {
    merge_.reset();
    readers_.clear();
    std::vector<file_cursor*> cursors;
    for (file_plan const& file : plan_.files) {
        try {
            auto source = open_(file);
            auto cursor = std::make_unique<file_cursor>(file, *source, listener_);
            cursors.push_back(cursor.get());
            readers_.push_back({std::move(source), std::move(cursor)});
        } catch (std::exception const& error) {
            throw file_refused{file.path + ": " + error.what()};
        }
    }
    merge_.emplace(std::move(cursors));
}

// Whether the next row is known, or known to be none. A failure is kept until what was taken before it is out.
bool replay::settle() {
    if (failure_)
        return false;
    try {
        return merge_->settle(rows_a_call);
    } catch (permanent_failure const&) {
        failure_ = std::current_exception();
        return false;
    }
}

// The first row is known, or known to be none.
void replay::begin_pass(clock_reading now) {
    phase_ = phase::announcing;
    ++passes_;
    if (merge_->empty()) {
        market_time_ = now.market;
        return;
    }
    row_values const& first = merge_->row().values;
    zone local = plan_.files[merge_->file()].local;
    timeline_.begin_pass(first, now.market, local);
    if (passes_ == 1)
        pace_.anchor(now.steady);
}

void replay::announce_pass(tickhub::batch_builder& out) {
    phase_ = phase::playing;
    if (!merge_->empty())
        market_time_ = timeline_.published(merge_->row().values.known);
    records_.begin_pass();
    if (passes_ > 1)
        records_.add_reset(out, market_time_);
    records_.add_feed_status(out, TICKHUB_FEED_CONDITION_REPLAY, market_time_);
    records_.add_definitions(out, market_time_);
}

replay::outcome replay::end_pass(tickhub::batch_builder& out) {
    listener_.on_pass_end();
    // Files without a single good row would be looped over without a pause.
    if (plan_.loop && any_row_) {
        for (std::size_t i = 0; i < readers_.size(); ++i)
            earlier_passes_[i] += counts(i);
        open_files();
        phase_ = phase::beginning;
        any_row_ = false;
        return {outcome::kind::more};
    }
    records_.add_feed_status(out, TICKHUB_FEED_CONDITION_ENDED, market_time_);
    phase_ = phase::ended;
    return {outcome::kind::ended};
}

replay::outcome replay::advance(clock_reading now, std::uint32_t enough, tickhub::batch_builder& out) {
    if (phase_ == phase::ended)
        return {outcome::kind::ended};
    while (out.size() < enough) {
        if (!settle()) {
            if (failure_ && out.empty())
                std::rethrow_exception(failure_);
            return {outcome::kind::more};
        }
        if (phase_ == phase::beginning)
            begin_pass(now);
        if (!merge_->empty()) {
            std::uint64_t const due = pace_.due(timeline_.position(merge_->row().values.known));
            if (due > now.steady)
                return {outcome::kind::wait, due};
        }
        if (phase_ == phase::announcing) {
            announce_pass(out);
            continue;
        }
        if (merge_->empty())
            return end_pass(out);
        any_row_ = true;
        market_time_ = timeline_.published(merge_->row().values.known);
        records_.add_row(out, merge_->row(), merge_->file(), timeline_);
        merge_->pop();
    }
    return {outcome::kind::more};
}

std::uint64_t replay::size() const noexcept {
    std::uint64_t bytes = 0;
    for (reader const& r : readers_)
        bytes += r.source->size();
    return bytes;
}

std::uint64_t replay::position() const noexcept {
    std::uint64_t bytes = 0;
    for (reader const& r : readers_)
        bytes += r.cursor->position();
    return bytes;
}

} // namespace tickhub::csv_replay
