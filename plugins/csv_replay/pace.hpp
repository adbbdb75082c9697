// When, on the host's steady clock, a moment of the recording is due.
#pragma once

#include <tickhub/money.hpp>

#include <chrono>
#include <cstdint>

namespace tickhub::csv_replay {

/// Anchored once, to the first event: every due time is worked out from there, so that nothing adds up to a drift,
/// however late single events were. Steady times are in nanoseconds.
class pace {
public:
    /// `speed`: recorded time ÷ real time in 1e-9; 0 = as fast as it is taken.
    explicit pace(std::int64_t speed) noexcept : speed_{speed} {}

    /// Position zero of the recording is due at this steady time.
    void anchor(std::uint64_t steady) noexcept { anchor_ = steady; }

    /// When a position (time since the first event, not negative) is due; 0, that is at once, at full speed.
    [[nodiscard]] std::uint64_t due(std::chrono::nanoseconds position) const noexcept {
        if (speed_ == 0)
            return 0;
        auto const real = static_cast<tickhub::int128>(position.count()) * 1'000'000'000 / speed_;
        constexpr auto never = static_cast<tickhub::int128>(UINT64_MAX);
        return static_cast<std::uint64_t>(real + anchor_ < never ? real + anchor_ : never);
    }

private:
    std::int64_t speed_;
    std::uint64_t anchor_ = 0;
};

} // namespace tickhub::csv_replay
