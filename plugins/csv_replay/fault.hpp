// What can be wrong with a row, and what the operator wants done about it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tickhub::csv_replay {

/// A row has one outcome: the first of these that fits, in this order, or none (it is accepted).
enum class fault : std::uint8_t {
    none,
    unparsable,        ///< not a row of its preset: a missing field, a time or number that cannot be read
    time_out_of_range, ///< outside the range that is replayed
    time_backwards,    ///< earlier than the last row taken from its file; equal is fine
    exact_duplicate,   ///< the same text as that row
    volume_falls       ///< the day's cumulative volume is below that row's
};
inline constexpr std::size_t fault_count = 6;

inline constexpr std::array<fault, 5> all_faults = {fault::unparsable, fault::time_out_of_range, fault::time_backwards,
                                                    fault::exact_duplicate, fault::volume_falls};

[[nodiscard]] constexpr std::string_view name_of(fault f) noexcept {
    constexpr std::array<std::string_view, fault_count> names = {
        "none", "unparsable", "time_out_of_range", "time_backwards", "exact_duplicate", "volume_falls"};
    return names[static_cast<std::size_t>(f)];
}

/// What happens to a row with a fault.
enum class policy : std::uint8_t {
    reject, ///< the replay fails, with file and line
    skip,   ///< the row is left out
    repair  ///< the row is taken, with what is wrong replaced by the last good value
};

/// Only a time or a volume has a last good value to fall back on.
[[nodiscard]] constexpr bool repairable(fault f) noexcept {
    return f == fault::time_backwards || f == fault::volume_falls;
}

/// One policy for each kind of fault. Unless told otherwise a fault ends the replay, but for rows outside the range:
/// leaving those out is what a range is for.
class fault_policies {
public:
    [[nodiscard]] constexpr policy of(fault f) const noexcept { return policies_[static_cast<std::size_t>(f)]; }
    constexpr void set(fault f, policy p) noexcept { policies_[static_cast<std::size_t>(f)] = p; }
    constexpr void set_all(policy p) noexcept { policies_.fill(p); }

private:
    std::array<policy, fault_count> policies_ = {policy::reject, policy::reject, policy::skip,
                                                 policy::reject, policy::reject, policy::reject};
};

} // namespace tickhub::csv_replay
