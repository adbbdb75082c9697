// The timers of one instance, on both clocks.
#pragma once

#include "lifecycle/hub_clock.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace tickhub::lifecycle {

enum class timer_clock : std::uint8_t { market, steady };

struct due_timer {
    nanoseconds due;
    std::uint64_t token;
};

/// Pure; timers with one due time come in the order in which they were set.
class timer_queue {
public:
    static constexpr std::size_t max_timers = 65'536;

    /// Returns the timer's id, or 0 when there are max_timers already.
    std::uint64_t set(timer_clock clock, nanoseconds due, std::uint64_t token);
    void cancel(std::uint64_t id);

    /// `never` when there is none.
    [[nodiscard]] nanoseconds next_due(timer_clock clock) const noexcept;
    /// Takes the first timer that is due at `now`.
    std::optional<due_timer> take_due(timer_clock clock, nanoseconds now);
    [[nodiscard]] std::size_t size() const noexcept { return market_.size() + steady_.size(); }

private:
    using queue = std::map<std::pair<nanoseconds, std::uint64_t>, std::uint64_t>; // (due, id) -> token
    [[nodiscard]] queue const& of(timer_clock clock) const noexcept {
        return clock == timer_clock::market ? market_ : steady_;
    }

    queue market_;
    queue steady_;
    std::map<std::uint64_t, std::pair<timer_clock, nanoseconds>> by_id_;
    std::uint64_t next_id_ = 1;
};

} // namespace tickhub::lifecycle
