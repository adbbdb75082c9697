#include "http/message_lane.hpp"

#include <algorithm>
#include <cassert>

namespace tickhub::http {

namespace {

void count_in(lane_entry& gap, frame const& lost) noexcept {
    if (lost.sequence() != 0) {
        if (gap.first == 0)
            gap.first = lost.sequence();
        gap.last = lost.sequence();
    }
    ++gap.count;
}

bool is_message(entry_kind kind) noexcept {
    return kind == entry_kind::strict || kind == entry_kind::fast || kind == entry_kind::keyed;
}

} // namespace

void message_lane::push(frame_ref frame, entry_kind kind) {
    entries_.push_back({.frame = std::move(frame), .kind = kind});
    fast_ += kind == entry_kind::fast ? 1 : 0;
    messages_ += is_message(kind) ? 1 : 0;
}

void message_lane::push_keyed(frame_ref frame, std::uint64_t key) {
    entries_.push_back({.frame = std::move(frame), .first = key, .kind = entry_kind::keyed});
    ++messages_;
    ++keyed_;
}

message_lane::dropped_key message_lane::drop_key(std::uint64_t key) {
    dropped_key result;
    if (keyed_ == 0)
        return result;
    entries_.erase_if([&](lane_entry const& entry) {
        if (entry.kind != entry_kind::keyed || entry.first != key)
            return false;
        ++result.messages;
        result.bytes += entry.frame->size();
        return true;
    });
    messages_ -= result.messages;
    keyed_ -= result.messages;
    return result;
}

std::optional<std::uint64_t> message_lane::oldest_key() const noexcept {
    if (keyed_ == 0)
        return std::nullopt;
    std::size_t index = 0;
    while (entries_[index].kind != entry_kind::keyed)
        ++index;
    return entries_[index].first;
}

std::size_t message_lane::drop_oldest_fast() {
    assert(fast_ != 0);
    std::size_t index = 0;
    while (entries_[index].kind != entry_kind::fast)
        ++index;
    lane_entry& dropped = entries_[index];
    std::size_t const size = dropped.frame->size();
    --fast_;
    --messages_;
    if (lane_entry* const gap = gap_before(index, *dropped.frame); gap != nullptr) {
        count_in(*gap, *dropped.frame);
        entries_.erase(index);
        return size;
    }
    dropped.kind = entry_kind::gap;
    count_in(dropped, *dropped.frame);
    return size;
}

void message_lane::note_loss(frame_ref const& lost) {
    lane_entry* gap = gap_before(entries_.size(), *lost);
    if (gap == nullptr) {
        push(lost, entry_kind::gap);
        gap = &entries_.back();
    }
    count_in(*gap, *lost);
}

// A gap of the same topic in the run of gaps that ends right before the index.
lane_entry* message_lane::gap_before(std::size_t index, frame const& lost) noexcept {
    while (index > 0 && entries_[index - 1].kind == entry_kind::gap) {
        --index;
        if (entries_[index].frame->topic() == lost.topic())
            return &entries_[index];
    }
    return nullptr;
}

lane_entry message_lane::pop() {
    lane_entry entry = entries_.pop_front();
    fast_ -= entry.kind == entry_kind::fast ? 1 : 0;
    keyed_ -= entry.kind == entry_kind::keyed ? 1 : 0;
    messages_ -= is_message(entry.kind) ? 1 : 0;
    return entry;
}

std::uint64_t message_lane::lowest_sequence() const noexcept {
    std::uint64_t lowest = 0;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (std::uint64_t const number = sequence_of(entries_[i]); number != 0)
            lowest = lowest == 0 ? number : std::min(lowest, number);
    }
    return lowest;
}

std::uint64_t message_lane::sequence_of(lane_entry const& entry) noexcept {
    if (entry.kind == entry_kind::gap)
        return entry.first;
    return is_message(entry.kind) ? entry.frame->sequence() : 0;
}

} // namespace tickhub::http
