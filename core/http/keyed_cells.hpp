// How far the deltas of each key have come in each group, on one I/O thread: a connection that missed one can tell.
#pragma once

#include "http/state_cells.hpp"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace tickhub::http {

/// Broadcasts of delivery keyed are numbered from 1, whether they come here or were lost on the way.
class keyed_cells {
public:
    [[nodiscard]] std::uint64_t latest() const noexcept { return latest_; }
    void begin_broadcast() noexcept { ++latest_; }
    /// The broadcast goes to this cell's group; returns the number of the one before there, 0 when it is the first.
    std::uint64_t advance(cell_number cell, group_number group, std::uint64_t key) {
        if (cell >= last_.size())
            last_.resize(cell + 1);
        std::uint64_t const before = std::exchange(last_[cell], latest_);
        if (before == 0) {
            if (group >= keys_.size())
                keys_.resize(group + 1);
            keys_[group].push_back(key);
        }
        return before;
    }
    /// Those that were ever broadcast to the group.
    [[nodiscard]] std::span<std::uint64_t const> keys_of(group_number group) const noexcept {
        return group < keys_.size() ? std::span<std::uint64_t const>{keys_[group]} : std::span<std::uint64_t const>{};
    }

private:
    std::uint64_t latest_ = 0;
    std::vector<std::uint64_t> last_;              // by cell
    std::vector<std::vector<std::uint64_t>> keys_; // by group
};

} // namespace tickhub::http
