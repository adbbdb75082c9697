// What of a sink's throttled groups waits for the next tick, on one I/O thread. Knows no timer.
#pragma once

#include "http/deadlines.hpp"
#include "http/state_cells.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tickhub::http {

/// How often a group's state is sent. There are few steps, so that equal subscriptions meet in one group.
enum class throttle_step : std::uint8_t { none, ms_100, ms_250, ms_500, s_1, s_2, s_5 };

inline constexpr std::array<std::chrono::nanoseconds, 7> throttle_steps = {
    std::chrono::milliseconds{0},   std::chrono::milliseconds{100}, std::chrono::milliseconds{250},
    std::chrono::milliseconds{500}, std::chrono::seconds{1},        std::chrono::seconds{2},
    std::chrono::seconds{5}};

[[nodiscard]] constexpr std::chrono::nanoseconds duration(throttle_step step) noexcept {
    return throttle_steps[static_cast<std::size_t>(step)];
}

/// Nothing when the grid has no such step.
[[nodiscard]] constexpr std::optional<throttle_step> throttle_step_of(std::uint64_t nanoseconds) noexcept {
    for (std::size_t i = 0; i != throttle_steps.size(); ++i) {
        if (static_cast<std::uint64_t>(throttle_steps[i].count()) == nanoseconds)
            return static_cast<throttle_step>(i);
    }
    return std::nullopt;
}

/// The first multiple of the step after `now`: on every thread and for every group the same.
[[nodiscard]] constexpr steady_time next_tick(steady_time now, throttle_step step) noexcept {
    auto const since = now.time_since_epoch();
    return steady_time{since - since % duration(step) + duration(step)};
}

class throttle {
public:
    void set(group_number group, throttle_step step) {
        if (group >= steps_.size())
            steps_.resize(group + 1, throttle_step::none);
        steps_[group] = step;
    }
    [[nodiscard]] throttle_step of(group_number group) const noexcept {
        return group < steps_.size() ? steps_[group] : throttle_step::none;
    }

    /// The cell has a new current message. False when an earlier one waited, which now nobody gets.
    bool mark(cell_number cell, throttle_step step) {
        if (cell >= waits_.size())
            waits_.resize(cell + 1);
        if (waits_[cell])
            return false;
        waits_[cell] = true;
        waiting_at(step).push_back(cell);
        return true;
    }
    [[nodiscard]] bool idle(throttle_step step) const noexcept {
        return waiting_[static_cast<std::size_t>(step)].empty();
    }
    /// Fills the empty `cells` with what waits, in the order in which it came.
    void take(throttle_step step, std::vector<cell_number>& cells) {
        cells.swap(waiting_at(step));
        for (cell_number const cell : cells)
            waits_[cell] = false;
    }
    /// These cells wait no longer; returns how many did.
    std::size_t forget(throttle_step step, std::span<cell_number const> cells) {
        for (cell_number const cell : cells) {
            if (cell < waits_.size())
                waits_[cell] = false;
        }
        return std::erase_if(waiting_at(step), [this](cell_number cell) { return !waits_[cell]; });
    }

private:
    [[nodiscard]] std::vector<cell_number>& waiting_at(throttle_step step) noexcept {
        return waiting_[static_cast<std::size_t>(step)];
    }

    std::vector<throttle_step> steps_;                                    // by group
    std::vector<bool> waits_;                                             // by cell
    std::array<std::vector<cell_number>, throttle_steps.size()> waiting_; // by step
};

} // namespace tickhub::http
