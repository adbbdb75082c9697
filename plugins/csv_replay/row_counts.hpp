// What became of a file's rows, and the one sum that must hold: rows = accepted + skipped + repaired.
#pragma once

#include "fault.hpp"

#include <array>
#include <cstdint>
#include <numeric>
#include <string>

namespace tickhub::csv_replay {

struct row_counts {
    std::uint64_t rows = 0;
    std::uint64_t accepted = 0;
    std::array<std::uint64_t, fault_count> skipped{};
    std::array<std::uint64_t, fault_count> repaired{};

    [[nodiscard]] std::uint64_t skipped_of(fault f) const noexcept { return skipped[static_cast<std::size_t>(f)]; }
    [[nodiscard]] std::uint64_t repaired_of(fault f) const noexcept { return repaired[static_cast<std::size_t>(f)]; }

    /// Whether every row is in exactly one of the others.
    [[nodiscard]] bool balanced() const noexcept {
        return rows == std::accumulate(skipped.begin(), skipped.end(), accepted) +
                           std::accumulate(repaired.begin(), repaired.end(), std::uint64_t{0});
    }

    row_counts& operator+=(row_counts const& other) noexcept {
        rows += other.rows;
        accepted += other.accepted;
        for (std::size_t i = 0; i < fault_count; ++i) {
            skipped[i] += other.skipped[i];
            repaired[i] += other.repaired[i];
        }
        return *this;
    }
    friend bool operator==(row_counts const&, row_counts const&) = default;
};

/// 21,300 rows = 17,687 accepted + 1,912 skipped time_out_of_range + 93 repaired time_backwards
[[nodiscard]] std::string to_text(row_counts const& counts);

} // namespace tickhub::csv_replay
