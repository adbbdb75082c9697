// The consumer's side of an inbox.
#include "routing/inbox.hpp"

#include <cassert>

namespace tickhub::routing {

edge& inbox::edge_of(tickhub_event_header const& queued) noexcept {
    edge_range const range = ranges_[queued.publisher_id];
    if (range.count == 1 || is_own_gap(queued))
        return edges_[range.first];
    edge* const to = select(range, queued);
    assert(to != nullptr);
    return *to;
}

void inbox::skip_dead(position tail) noexcept {
    position p = claim_end_;
    while (p != tail && ring_.is_dead(p))
        p = ring_.next(p);
    if (p == claim_end_)
        return;
    claim_end_ = p;
    head_.store(p, std::memory_order_release);
}

tickhub_batch inbox::claim_gaps(bool queue_is_empty) noexcept {
    for (edge& e : edges_) {
        if (!e.gap.pending() || !e.is_open || !(queue_is_empty || e.gap.place() == gap_place::front))
            continue;
        told_gaps_.push_back(e.gap.tell(e.rule.publisher));
        e.gap_goes_first.store(false, std::memory_order_relaxed);
        --pending_gaps_;
    }
    if (told_gaps_.empty())
        return {};
    return {&told_gaps_.front().header, told_gaps_.size() * sizeof(tickhub_gap),
            static_cast<std::uint32_t>(told_gaps_.size()), 0};
}

tickhub_batch inbox::claim_run(position tail, std::uint32_t max_records, std::uint64_t max_bytes) noexcept {
    edge* const sole = edges_.size() == 1 ? &edges_.front() : nullptr;
    position const first = claim_end_;
    position p = first;
    std::uint32_t count = 0;
    std::uint32_t own_gaps = 0;
    do {
        tickhub_event_header const& record = ring_.at(p);
        bool const enough = count != 0 && (count >= max_records || p - first + record.size > max_bytes);
        if (enough || record.record == TICKHUB_RECORD_NONE)
            break;
        if (is_own_gap(record))
            ++own_gaps;
        else if (sole == nullptr)
            ++edge_of(record).accounts.delivered;
        ++count;
        p += record.size;
    } while (p != tail && !ring_.begins_lap(p));
    if (sole != nullptr)
        sole->accounts.delivered += count - own_gaps;
    claim_end_ = p;
    claimed_records_ = count;
    claimed_bytes_ = p - first;
    return {&ring_.at(first), claimed_bytes_, count, 0};
}

tickhub_batch inbox::take(std::uint32_t max_records, std::uint64_t max_bytes) noexcept {
    std::lock_guard lock{claims_};
    assert(claimed_records_ == 0 && told_gaps_.empty() && "the batch before was not released");
    while (true) {
        position const tail = tail_.load(std::memory_order_acquire);
        skip_dead(tail);
        bool const is_empty = claim_end_ == tail;
        if (pending_gaps_ != 0) {
            if (tickhub_batch const gaps = claim_gaps(is_empty); gaps.count != 0)
                return gaps;
        }
        if (!is_empty)
            return claim_run(tail, max_records, max_bytes);
        idle_.store(true, std::memory_order_seq_cst);
        if (tail_.load(std::memory_order_seq_cst) == tail)
            return {};
        idle_.store(false, std::memory_order_seq_cst);
    }
}

void inbox::release() noexcept {
    {
        std::lock_guard lock{claims_};
        told_gaps_.clear();
        if (claimed_records_ == 0)
            return;
        records_out_.store(records_out_.load(std::memory_order_relaxed) + claimed_records_, std::memory_order_release);
        bytes_out_.store(bytes_out_.load(std::memory_order_relaxed) + claimed_bytes_, std::memory_order_release);
        claimed_records_ = 0;
        claimed_bytes_ = 0;
        head_.store(claim_end_, std::memory_order_seq_cst);
    }
    tell_room();
}

} // namespace tickhub::routing
