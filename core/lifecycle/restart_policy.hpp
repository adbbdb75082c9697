// How soon, and how often, a failing component is started again.
#pragma once

#include "lifecycle/hub_clock.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

namespace tickhub::lifecycle {

/// Pure. The delay doubles with each failure within the window, from 100 ms to at most 30 s.
class restart_policy {
public:
    restart_policy(std::uint32_t budget, nanoseconds within) noexcept : budget_{budget}, within_{within} {}

    /// The wait before the next start; nothing when the budget is used up: give up.
    std::optional<nanoseconds> after_failure(nanoseconds now) {
        while (!failures_.empty() && now - failures_.front() > within_)
            failures_.pop_front();
        failures_.push_back(now);
        if (failures_.size() > budget_)
            return std::nullopt;
        constexpr nanoseconds first = 100'000'000;
        constexpr nanoseconds longest = 30'000'000'000;
        return std::min(longest, first << std::min<std::size_t>(failures_.size() - 1, 20));
    }

private:
    std::uint32_t budget_;
    nanoseconds within_;
    std::deque<nanoseconds> failures_;
};

} // namespace tickhub::lifecycle
