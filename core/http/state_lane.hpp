// The lane of conflated messages: it holds keys, not frames, and the current frame is taken when the socket is ready.
#pragma once

#include "http/ring.hpp"
#include "http/state_cells.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace tickhub::http {

class state_lane {
public:
    /// What became of a push.
    enum class outcome : std::uint8_t { queued, superseded };

    [[nodiscard]] bool empty() const noexcept { return size() == 0; }
    /// What is still to be drawn.
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size() + behind_cursors_; }
    /// Of these, those whose frame is this connection's charge, and their bytes.
    [[nodiscard]] std::size_t held() const noexcept { return held_; }
    [[nodiscard]] std::size_t held_bytes() const noexcept { return held_bytes_; }

    /// The cell has a new current message. At most one entry per key waits, and keeps its place.
    outcome push(cell_number number, state_cells const& cells);
    /// A message for this connection alone: held until it is drawn or superseded.
    outcome push_own(std::uint64_t key, frame_ref frame);
    /// A message that is never superseded (a paced stream).
    void push_fixed(frame_ref frame);
    /// The same for a current message that a join asked for: it isn't charged to the bounds, since it is shared.
    void push_primed(frame_ref frame);

    /// Everything that a group knows is to be sent; a cursor over it when it is much, so that it takes no memory.
    /// Returns how many of them superseded what waited.
    std::size_t prime(group_number group, state_cells const& cells);
    /// Forgets what prime promised and is not drawn yet; returns how much that is.
    std::size_t unprime(group_number group) noexcept;

    /// The next frame; nothing when its key was cleared meanwhile. The lane must not be empty.
    [[nodiscard]] frame_ref pop(state_cells const& cells);
    /// An entry that can be superseded waits for the key: a later message may not be queued behind it, since what that
    /// entry takes when it is drawn would be newer.
    [[nodiscard]] bool waits(std::uint64_t key) const noexcept { return places_.contains(key); }
    /// Returns how many entries went.
    std::size_t drop_all() noexcept;

private:
    struct entry {
        std::uint64_t key = 0;
        cell_number cell = 0;
        bool superseding = false; ///< found by its key
        bool charged = false;     ///< counts against the bounds
        frame_ref held;
    };
    struct cursor {
        group_number group;
        std::uint32_t next;
        std::uint32_t end;
        std::uint64_t after; ///< what was queued before goes first
    };
    static constexpr std::size_t few = 4;          // a group this small is queued at once
    static constexpr std::size_t most_cursors = 8; // each push looks at all of them

    [[nodiscard]] bool covered(state_cells::cell const& cell) const noexcept;
    outcome put(std::uint64_t key, cell_number cell, frame_ref held);
    void discharge(entry const& gone) noexcept;

    ring<entry> entries_;
    std::uint64_t popped_ = 0; // so that places stay true while the front moves
    boost::unordered_flat_map<std::uint64_t, std::uint64_t> places_;
    std::vector<cursor> cursors_;
    std::size_t behind_cursors_ = 0;
    std::size_t held_ = 0;
    std::size_t held_bytes_ = 0;
};

} // namespace tickhub::http
