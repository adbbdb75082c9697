// From times in the files to positions in the replay, over all its passes, and to the times that records carry.
#pragma once

#include "instant.hpp"
#include "replay_plan.hpp"

#include <chrono>

namespace tickhub::csv_replay {

/// The passes of a loop follow one another at this distance.
inline constexpr std::chrono::seconds gap_between_passes{1};

/// Begin a pass with its first row, then ask.
class timeline {
public:
    explicit timeline(time_base base) noexcept : base_{base} {}

    /// `now` is the market's time, and matters for the first pass with time_base::now. `local` is the zone that says
    /// which day it is.
    void begin_pass(row_values const& first, instant now, zone& local) {
        if (passes_++ == 0)
            origin_ = base_ == time_base::now ? now : first.known;
        else
            offset_ = last_ + gap_between_passes;
        first_ = first.known;
        last_ = offset_;
        if (base_ == time_base::now)
            shift_ = origin_ + offset_ - first_;
        day_shift_ = local.day_of(first_ + shift_) - local.day_of(first_);
    }

    /// Time since the first row of the first pass, at the recording's own speed.
    [[nodiscard]] std::chrono::nanoseconds position(instant in_file) noexcept {
        return last_ = offset_ + (in_file - first_);
    }
    /// The time that a record carries for a time in a file.
    [[nodiscard]] instant published(instant in_file) const noexcept { return in_file + shift_; }
    /// The trading date that a record carries for a day in a file. A recording that is shifted over midnight keeps the
    /// date that it began with, since its sums go on.
    [[nodiscard]] wall_day published(wall_day in_file) const noexcept { return in_file + day_shift_; }

private:
    time_base base_;
    int passes_ = 0;
    instant origin_;
    instant first_;
    std::chrono::nanoseconds offset_{0}; // position of this pass's first row
    std::chrono::nanoseconds last_{0};   // position asked for last
    std::chrono::nanoseconds shift_{0};
    wall_day day_shift_{0};
};

} // namespace tickhub::csv_replay
