// What happens in an inbox that is full, closed, or has a gap to tell: all under both of its locks.
#include "routing/inbox.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace tickhub::routing {

bool inbox::offer_slowly(edge& to, batch_stamp const& stamp, offer_progress const& at, offer_mode mode) noexcept {
    std::lock_guard lock{claims_};
    tickhub_event_header const& record = *at.next;
    if (!to.is_open || mode == offer_mode::lose_all) {
        lose(to, record, stamp, at.sequence, to.is_open ? drop_reason::not_running : to.why_closed);
        return true;
    }
    see_consumer();
    bool const gap_first = to.gap_goes_first.load(std::memory_order_relaxed);
    bool fits_now = make_fit(record.size, gap_first);
    if (!fits_now && conflates(to.rule.policy) && conflate(to, stamp, at))
        return true;
    if (!fits_now && drops_queued(to.rule.policy))
        fits_now = drop_queued_until_fit(record.size);
    if (fits_now) {
        if (gap_first)
            append_gap(to);
        append(to, record, stamp, at.sequence);
        ++to.accounts.offered;
        return true;
    }
    if (blocks(to.rule.policy) && mode == offer_mode::stop_when_full)
        return false;
    lose(to, record, stamp, at.sequence, drop_reason::inbox_full);
    return true;
}

bool inbox::make_fit(std::uint64_t size, bool gap_first) noexcept {
    std::uint64_t const gap_size = gap_first ? sizeof(tickhub_gap) : 0;
    if (!within_bounds(gap_first ? 2 : 1, size + gap_size))
        return false;
    auto const has_place = [&] {
        position const behind_gap = ring_.place_for(write_, gap_size) + gap_size;
        return ring_.place_for(behind_gap, size) + size <= seen_head_ + ring_.capacity();
    };
    if (!has_place()) {
        compact();
        assert(has_place());
    }
    return true;
}

bool inbox::drop_queued_until_fit(std::uint64_t size) noexcept {
    position p = std::max(drop_from_, claim_end_);
    while (p != write_ && !within_bounds(1, size)) {
        if (!ring_.is_dead(p) && drops_queued(edge_of(ring_.at(p)).rule.policy))
            drop_queued(p, drop_reason::inbox_full);
        p = ring_.next(p);
    }
    drop_from_ = p;
    trim_front();
    return make_fit(size, false);
}

bool inbox::conflate(edge& to, batch_stamp const& stamp, offer_progress const& at) noexcept {
    tickhub_event_header const& record = *at.next;
    if (!is_state(record))
        return false;
    if (!indexing_ || index_->full())
        fill_index();
    auto const found = index_->find(key_of(record, stamp.publisher));
    if (!found || *found < std::max(claim_end_, conflate_from_) || ring_.is_dead(*found))
        return false;

    tickhub_event_header& old = ring_.at(*found);
    std::uint64_t const old_size = old.size;
    if (record.size > old_size) {
        // It does not fit into the old one's place, so it loses it.
        if (bytes_in_ - old_size + record.size - seen_bytes_ > limits_.max_bytes)
            return false;
        remove(*found);
        ++to.accounts.conflated;
        bool const fits_now = make_fit(record.size, false);
        assert(fits_now);
        static_cast<void>(fits_now);
        append(to, record, stamp, at.sequence);
        ++to.accounts.offered;
        return true;
    }
    std::memcpy(&old, &record, record.size);
    old.publisher_id = stamp.publisher;
    old.reserved = 0;
    old.sequence = at.sequence;
    if (stamp.ts_recv != 0)
        old.ts_recv = stamp.ts_recv;
    if (record.size != old_size) {
        ring_.kill(*found + record.size, old_size - record.size);
        bytes_in_ -= old_size - record.size;
    }
    ++to.accounts.conflated;
    ++to.accounts.offered;
    return true;
}

void inbox::append_gap(edge& to) noexcept {
    tickhub_gap const gap = to.gap.tell(to.rule.publisher);
    --pending_gaps_;
    to.gap_goes_first.store(false, std::memory_order_relaxed);
    position const place = ring_.place_for(write_, sizeof gap);
    ring_.fill(write_, place);
    std::memcpy(&ring_.at(place), &gap, sizeof gap);
    write_ = place + sizeof gap;
    ++records_in_;
    bytes_in_ += sizeof gap;
}

void inbox::note_gap(edge& of) noexcept {
    // Where queued records are dropped the gap always goes to the front, so nothing has to be queued before the next.
    if (!drops_queued(of.rule.policy))
        of.gap_goes_first.store(true, std::memory_order_relaxed);
    gap_is_news_ |= of.is_open;
}

void inbox::lose(edge& from, tickhub_event_header const& record, batch_stamp const& stamp, std::uint64_t sequence,
                 drop_reason why) noexcept {
    pending_gaps_ += from.gap.pending() ? 0 : 1;
    from.gap.add(sequence, record.ts_event, stamp.ts_recv != 0 ? stamp.ts_recv : record.ts_recv, why,
                 drops_queued(from.rule.policy) ? gap_place::front : gap_place::back);
    ++from.accounts.offered;
    ++from.accounts.dropped[static_cast<std::size_t>(why)];
    note_gap(from);
}

void inbox::drop_queued(position p, drop_reason why) noexcept {
    tickhub_event_header const& record = ring_.at(p);
    edge& from = edge_of(record);
    pending_gaps_ += from.gap.pending() ? 0 : 1;
    if (is_own_gap(record)) {
        from.gap.absorb(reinterpret_cast<tickhub_gap const&>(record), gap_place::front);
    } else {
        from.gap.add(record.sequence, record.ts_event, record.ts_recv, why, gap_place::front);
        ++from.accounts.dropped[static_cast<std::size_t>(why)];
    }
    note_gap(from);
    remove(p);
}

void inbox::remove(position p) noexcept {
    std::uint64_t const size = ring_.at(p).size;
    ring_.kill(p, size);
    --records_in_;
    bytes_in_ -= size;
}

// Fillers between records that can't be dropped would fill the ring however few records are queued. Each run of this
// frees what amounts to half of the ring at least, so a record is moved about once in its life.
void inbox::compact() noexcept {
    position to = claim_end_;
    position conflate_from = to;
    for (position from = claim_end_; from != write_;) {
        position const next = ring_.next(from);
        if (!ring_.is_dead(from)) {
            std::uint64_t const size = next - from;
            // Never behind `from`: a record that fits where it is fits wherever its lap has begun earlier.
            position const place = ring_.place_for(to, size);
            bool const is_before_reset = from < conflate_from_;
            ring_.fill(to, place);
            if (place != from)
                std::memmove(&ring_.at(place), &ring_.at(from), size);
            to = place + size;
            if (is_before_reset)
                conflate_from = to;
        }
        from = next;
    }
    write_ = to;
    tail_.store(to, std::memory_order_seq_cst);
    conflate_from_ = conflate_from;
    drop_from_ = claim_end_;
    indexing_ = false;
}

void inbox::trim_front() noexcept {
    if (claimed_records_ == 0) {
        skip_dead(tail_.load(std::memory_order_relaxed));
        see_consumer();
    }
}

void inbox::fill_index() noexcept {
    index_->clear();
    indexing_ = true;
    for (position p = std::max(claim_end_, conflate_from_); p != write_; p = ring_.next(p)) {
        tickhub_event_header const& record = ring_.at(p);
        if (!ring_.is_dead(p) && is_state(record) && conflates(edge_of(record).rule.policy))
            index_->put(key_of(record, record.publisher_id), p);
    }
}

} // namespace tickhub::routing
