// What an edge has lost and its reader has not been told yet.
#pragma once

#include "routing/overflow.hpp"

#include <tickhub/events.hpp>

#include <algorithm>

namespace tickhub::routing {

/// Where a reader learns of a loss.
enum class gap_place : std::uint8_t {
    front, ///< before the next record that it takes: queued records were lost
    back   ///< behind what is queued: arriving records were lost
};

/// A gap that an inbox made, which is in no edge's books; one that a component published has a sequence.
[[nodiscard]] inline bool is_own_gap(tickhub_event_header const& queued) noexcept {
    return queued.record == TICKHUB_RECORD_GAP && queued.sequence == 0;
}

/// One gap, growing until it is told. Losses of different places and reasons that meet in it are told at the earlier
/// place, with the reason and the times of the first. Its owner guards it.
class gap_slot {
public:
    [[nodiscard]] bool pending() const noexcept { return count_ != 0; }
    [[nodiscard]] gap_place place() const noexcept { return place_; }

    /// One more record was lost: its number and its times.
    void add(std::uint64_t sequence, tickhub_timestamp ts_event, tickhub_timestamp ts_recv, drop_reason reason,
             gap_place place) noexcept {
        if (!pending()) {
            first_ = last_ = sequence;
            ts_event_ = ts_event;
            ts_recv_ = ts_recv;
            reason_ = gap_reason(reason);
            place_ = place;
        }
        first_ = std::min(first_, sequence);
        last_ = std::max(last_, sequence);
        ++count_;
        if (place == gap_place::front)
            place_ = gap_place::front;
    }

    /// Takes back a gap that was queued and whose reader will not see it there.
    void absorb(tickhub_gap const& gap, gap_place place) noexcept {
        if (!pending()) {
            ts_event_ = gap.header.ts_event;
            ts_recv_ = gap.header.ts_recv;
            reason_ = gap.reason;
            first_ = gap.first;
            last_ = gap.last;
            place_ = place;
        }
        first_ = std::min(first_, gap.first);
        last_ = std::max(last_, gap.last);
        count_ += gap.count;
        if (place == gap_place::front)
            place_ = gap_place::front;
    }

    /// The record that tells it; the slot is free again.
    [[nodiscard]] tickhub_gap tell(std::uint16_t publisher) noexcept {
        auto gap = make_record<tickhub_gap>(0, ts_event_);
        gap.header.ts_recv = ts_recv_;
        gap.header.publisher_id = publisher;
        gap.first = first_;
        gap.last = last_;
        gap.count = count_;
        gap.reason = reason_;
        count_ = 0;
        return gap;
    }

private:
    std::uint64_t first_ = 0;
    std::uint64_t last_ = 0;
    std::uint64_t count_ = 0;
    tickhub_timestamp ts_event_ = 0;
    tickhub_timestamp ts_recv_ = 0;
    std::uint8_t reason_ = TICKHUB_GAP_REASON_NONE;
    gap_place place_ = gap_place::front;
};

} // namespace tickhub::routing
