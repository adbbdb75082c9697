// The current message of every key in every group of one sink, as one I/O thread knows them.
#pragma once

#include "http/frame.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace tickhub::http {

/// Numbers from 0, given by the sink's port: a cell is one key in one group.
using cell_number = std::uint32_t;
using group_number = std::uint32_t;

class state_cells {
public:
    struct cell {
        frame_ref current; ///< empty after clear
        std::uint64_t key = 0;
        group_number group = 0;
        std::uint32_t place = 0; ///< among the group's cells
        bool urgent = false;     ///< its messages are of the control lane
    };

    /// All keys of a group are of one lane: that of its first message.
    void set(cell_number number, group_number group, std::uint64_t key, frame_ref frame, bool urgent = false) {
        if (number >= cells_.size())
            cells_.resize(number + 1);
        if (group >= groups_.size())
            groups_.resize(group + 1);
        cell& c = cells_[number];
        if (!c.current && !known(number, group)) {
            bool const lane = groups_[group].empty() ? urgent : at(groups_[group].front()).urgent;
            c = {{}, key, group, static_cast<std::uint32_t>(groups_[group].size()), lane};
            groups_[group].push_back(number);
        }
        c.current = std::move(frame);
    }

    /// Forgets the current messages of a group; its cells keep their places.
    void clear(group_number group) noexcept {
        for (cell_number const number : of(group))
            cells_[number].current.reset();
    }

    /// Puts what `change` makes of it in the place of every current message.
    template <class Change>
    void replace_all(Change change) {
        for (cell& c : cells_) {
            if (c.current)
                c.current = change(std::move(c.current));
        }
    }

    [[nodiscard]] cell const& at(cell_number number) const noexcept { return cells_[number]; }
    /// In the order in which their keys were first sent.
    [[nodiscard]] std::span<cell_number const> of(group_number group) const noexcept {
        return group < groups_.size() ? std::span<cell_number const>{groups_[group]} : std::span<cell_number const>{};
    }

private:
    [[nodiscard]] bool known(cell_number number, group_number group) const noexcept {
        cell const& c = cells_[number];
        return c.group == group && c.place < groups_[group].size() && groups_[group][c.place] == number;
    }

    std::vector<cell> cells_;
    std::vector<std::vector<cell_number>> groups_;
};

} // namespace tickhub::http
