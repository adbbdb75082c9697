#include "http/state_lane.hpp"

#include <algorithm>
#include <cassert>

namespace tickhub::http {

state_lane::outcome state_lane::push(cell_number number, state_cells const& cells) {
    state_cells::cell const& cell = cells.at(number);
    if (covered(cell) && !waits(cell.key))
        return outcome::superseded; // the cursor will come past it and take what is current then
    return put(cell.key, number, {});
}

state_lane::outcome state_lane::push_own(std::uint64_t key, frame_ref frame) {
    return put(key, 0, std::move(frame));
}

void state_lane::push_fixed(frame_ref frame) {
    ++held_;
    held_bytes_ += frame->size();
    entries_.push_back({.charged = true, .held = std::move(frame)});
}

void state_lane::push_primed(frame_ref frame) {
    entries_.push_back({.held = std::move(frame)});
}

state_lane::outcome state_lane::put(std::uint64_t key, cell_number cell, frame_ref held) {
    bool const charged = static_cast<bool>(held);
    if (charged) {
        ++held_;
        held_bytes_ += held->size();
    }
    auto const [place, fresh] = places_.try_emplace(key, popped_ + entries_.size());
    if (fresh) {
        entries_.push_back({key, cell, true, charged, std::move(held)});
        return outcome::queued;
    }
    entry& waiting = entries_[place->second - popped_];
    discharge(waiting);
    waiting.cell = cell;
    waiting.charged = charged;
    waiting.held = std::move(held);
    return outcome::superseded;
}

std::size_t state_lane::prime(group_number group, state_cells const& cells) {
    auto const known = cells.of(group);
    if (known.size() > few && cursors_.size() < most_cursors) {
        cursors_.push_back({group, 0, static_cast<std::uint32_t>(known.size()), popped_ + entries_.size()});
        behind_cursors_ += known.size();
        return 0;
    }
    std::size_t superseded = 0;
    for (cell_number const number : known)
        superseded += push(number, cells) == outcome::superseded ? 1 : 0;
    return superseded;
}

std::size_t state_lane::unprime(group_number group) noexcept {
    auto const found =
        std::find_if(cursors_.begin(), cursors_.end(), [&](cursor const& c) { return c.group == group; });
    if (found == cursors_.end())
        return 0;
    std::size_t const left = found->end - found->next;
    behind_cursors_ -= left;
    cursors_.erase(found);
    return left;
}

frame_ref state_lane::pop(state_cells const& cells) {
    assert(!empty());
    if (!cursors_.empty() && cursors_.front().after <= popped_) {
        cursor& c = cursors_.front();
        cell_number const number = cells.of(c.group)[c.next];
        --behind_cursors_;
        if (++c.next == c.end)
            cursors_.erase(cursors_.begin());
        return cells.at(number).current;
    }
    entry drawn = entries_.pop_front();
    ++popped_;
    if (drawn.superseding)
        places_.erase(drawn.key);
    if (entries_.empty() && places_.bucket_count() > 64)
        places_ = {};
    discharge(drawn);
    return drawn.held ? std::move(drawn.held) : cells.at(drawn.cell).current;
}

std::size_t state_lane::drop_all() noexcept {
    std::size_t const dropped = size();
    *this = state_lane{};
    return dropped;
}

bool state_lane::covered(state_cells::cell const& cell) const noexcept {
    return std::any_of(cursors_.begin(), cursors_.end(), [&](cursor const& c) {
        return c.group == cell.group && c.next <= cell.place && cell.place < c.end;
    });
}

void state_lane::discharge(entry const& gone) noexcept {
    if (!gone.charged)
        return;
    --held_;
    held_bytes_ -= gone.held->size();
}

} // namespace tickhub::http
