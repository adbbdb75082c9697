// The fast path of an inbox, and its consumer's side. What happens when it is full is in inbox_overflow.cpp.
#include "routing/inbox.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace tickhub::routing {

namespace {

/// A largest record and the gap before it must fit into an empty inbox.
inbox_limits raised(inbox_limits limits) {
    limits.max_records = std::max<std::uint32_t>(limits.max_records, 2);
    limits.max_bytes = std::max<std::uint64_t>(limits.max_bytes, TICKHUB_MAX_RECORD_SIZE + sizeof(tickhub_gap));
    return limits;
}

/// The bound, and the one filler that can stand at the end of the memory. Where queued records may be dropped or shrunk
/// in place their bytes stay behind as fillers: twice the bound then means that compaction frees half of the ring.
std::uint64_t ring_bytes(inbox_limits limits, std::vector<edge_rule> const& rules) {
    bool const leaves_fillers = std::any_of(rules.begin(), rules.end(), [](edge_rule const& rule) {
        return drops_queued(rule.policy) || conflates(rule.policy);
    });
    return limits.max_bytes * (leaves_fillers ? 2 : 1) + TICKHUB_MAX_RECORD_SIZE;
}

bool any_conflates(std::vector<edge_rule> const& rules) {
    return std::any_of(rules.begin(), rules.end(), [](edge_rule const& rule) { return conflates(rule.policy); });
}

} // namespace

inbox::inbox(std::uint16_t component, inbox_limits limits, std::vector<edge_rule> rules)
    : component_{component}
    , limits_{raised(limits)}
    , ring_{ring_bytes(limits_, rules)} {
    if (any_conflates(rules))
        index_.emplace(limits_.max_records);
    for (edge_rule& rule : rules) {
        if (ranges_.size() <= rule.publisher)
            ranges_.resize(rule.publisher + std::size_t{1});
        edge_range& range = ranges_[rule.publisher];
        if (range.count == 0)
            range.first = edge_count();
        assert(range.first + range.count == edge_count() && "the edges of one publisher stand side by side");
        ++range.count;
        edges_.emplace_back(std::move(rule));
    }
    told_gaps_.reserve(edges_.size());
}

edge_range inbox::edges_of(std::uint16_t publisher) const noexcept {
    return publisher < ranges_.size() ? ranges_[publisher] : edge_range{};
}

void inbox::set_wakes(wake_call on_ready, wake_call on_room) noexcept {
    on_ready_ = on_ready;
    on_room_ = on_room;
}

// --- producers

edge* inbox::select(edge_range from, tickhub_event_header const& record) noexcept {
    for (std::uint32_t i = from.first; i != from.first + from.count; ++i) {
        if (edges_[i].rule.select.covers(record.record, record.instrument_id))
            return &edges_[i];
    }
    return nullptr;
}

void inbox::see_consumer() noexcept {
    seen_head_ = head_.load(std::memory_order_acquire);
    seen_records_ = records_out_.load(std::memory_order_acquire);
    seen_bytes_ = bytes_out_.load(std::memory_order_acquire);
}

bool inbox::within_bounds(std::uint64_t records, std::uint64_t bytes) noexcept {
    return records_in_ + records - seen_records_ <= limits_.max_records &&
           bytes_in_ + bytes - seen_bytes_ <= limits_.max_bytes;
}

bool inbox::fits(std::uint64_t size) noexcept {
    auto const fits_as_seen = [&] {
        return within_bounds(1, size) && ring_.place_for(write_, size) + size <= seen_head_ + ring_.capacity();
    };
    if (fits_as_seen())
        return true;
    see_consumer();
    return fits_as_seen();
}

void inbox::append(edge const& to, tickhub_event_header const& record, batch_stamp const& stamp,
                   std::uint64_t sequence) noexcept {
    position const place = ring_.place_for(write_, record.size);
    ring_.fill(write_, place);
    tickhub_event_header& copy = ring_.at(place);
    std::memcpy(&copy, &record, record.size);
    copy.publisher_id = stamp.publisher;
    copy.reserved = 0;
    copy.sequence = sequence;
    if (stamp.ts_recv != 0)
        copy.ts_recv = stamp.ts_recv;
    write_ = place + record.size;
    ++records_in_;
    bytes_in_ += record.size;
    if (record.record == TICKHUB_RECORD_RESET)
        conflate_from_ = write_;
    if (indexing_ && conflates(to.rule.policy) && is_state(copy)) {
        if (index_->full())
            indexing_ = false;
        else
            index_->put(key_of(copy, stamp.publisher), place);
    }
}

bool inbox::commit() noexcept {
    shown_records_.store(records_in_, std::memory_order_relaxed);
    shown_bytes_.store(bytes_in_, std::memory_order_relaxed);
    if (write_ == tail_.load(std::memory_order_relaxed) && !gap_is_news_)
        return false;
    gap_is_news_ = false;
    // Store, then look whether the consumer sleeps; it says that it sleeps, then looks at tail_. One of us sees the
    // other, since both use the single order of seq_cst.
    tail_.store(write_, std::memory_order_seq_cst);
    return idle_.load(std::memory_order_seq_cst) && idle_.exchange(false, std::memory_order_seq_cst);
}

offer_end inbox::offer(edge_range from, batch_stamp const& stamp, offer_progress& progress, offer_mode mode) noexcept {
    bool wake = false;
    auto end = offer_end::done;
    {
        std::lock_guard lock{producers_};
        offer_progress at = progress;
        if (indexing_ && half_empty())
            indexing_ = false;
        for (; at.left != 0; at.step()) {
            tickhub_event_header const& record = *at.next;
            edge* const to = select(from, record);
            if (to == nullptr)
                continue;
            if (to->is_open && mode != offer_mode::lose_all && !to->gap_goes_first.load(std::memory_order_relaxed) &&
                fits(record.size)) [[likely]] {
                append(*to, record, stamp, at.sequence);
                ++to->accounts.offered;
                continue;
            }
            wake |= commit();
            if (!offer_slowly(*to, stamp, at, mode)) {
                end = offer_end::full;
                break;
            }
        }
        wake |= commit();
        progress = at;
    }
    if (wake)
        on_ready_();
    return end;
}

bool inbox::half_empty() const noexcept {
    return queued_records() * 2 <= limits_.max_records && queued_bytes() * 2 <= limits_.max_bytes;
}

// What went out is read first: what came in, read later, can then only be too large.
std::uint64_t inbox::queued_records() const noexcept {
    std::uint64_t const out = records_out_.load(std::memory_order_acquire);
    return shown_records_.load(std::memory_order_acquire) - out;
}

std::uint64_t inbox::queued_bytes() const noexcept {
    std::uint64_t const out = bytes_out_.load(std::memory_order_acquire);
    return shown_bytes_.load(std::memory_order_acquire) - out;
}

bool inbox::has_room(std::uint32_t records, std::uint64_t bytes) noexcept {
    // A gap may have to go first.
    std::uint64_t const need_records = std::min<std::uint64_t>(records + std::uint64_t{1}, limits_.max_records);
    std::uint64_t const need_bytes = std::min<std::uint64_t>(bytes + sizeof(tickhub_gap), limits_.max_bytes);
    auto const is_room = [&] {
        return !is_open_.load(std::memory_order_seq_cst) || (queued_records() + need_records <= limits_.max_records &&
                                                             queued_bytes() + need_bytes <= limits_.max_bytes);
    };
    if (is_room())
        return true;
    // Say that room is wanted, then look again; release() moves head_, then looks whether it is wanted.
    room_wanted_.store(true, std::memory_order_seq_cst);
    static_cast<void>(head_.load(std::memory_order_seq_cst));
    return is_room();
}

bool inbox::wait_for_room(std::uint32_t records, std::uint64_t bytes, std::chrono::steady_clock::time_point deadline) {
    std::unique_lock lock{room_mutex_};
    while (!has_room(records, bytes)) {
        if (room_.wait_until(lock, deadline) == std::cv_status::timeout)
            return has_room(records, bytes);
    }
    return true;
}

void inbox::tell_room() noexcept {
    if (!room_wanted_.load(std::memory_order_seq_cst))
        return;
    if (is_open_.load(std::memory_order_seq_cst) && !half_empty())
        return;
    if (!room_wanted_.exchange(false, std::memory_order_seq_cst))
        return;
    { std::lock_guard lock{room_mutex_}; } // whoever is about to wait has begun to
    room_.notify_all();
    on_room_();
}

// --- the consumer

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
    position const first = claim_end_;
    position p = first;
    std::uint32_t count = 0;
    do {
        tickhub_event_header const& record = ring_.at(p);
        bool const enough = count != 0 && (count >= max_records || p - first + record.size > max_bytes);
        if (enough || record.record == TICKHUB_RECORD_NONE)
            break;
        if (!is_own_gap(record))
            ++edge_of(record).accounts.delivered;
        ++count;
        p += record.size;
    } while (p != tail && !ring_.begins_lap(p));
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

// --- the host

void inbox::close(drop_reason why) noexcept {
    {
        std::scoped_lock lock{producers_, claims_};
        for (edge& e : edges_) {
            e.is_open = false;
            e.why_closed = why;
        }
        is_open_.store(false, std::memory_order_seq_cst);
    }
    tell_room();
}

void inbox::discard(drop_reason why) noexcept {
    {
        std::scoped_lock lock{producers_, claims_};
        position const tail = tail_.load(std::memory_order_relaxed);
        for (position p = claim_end_; p != tail; p = ring_.next(p)) {
            if (!ring_.is_dead(p))
                drop_queued(p, why);
        }
        trim_front();
        static_cast<void>(commit());
    }
    tell_room();
}

void inbox::open(edge_range range, std::vector<std::uint64_t> const& primed) noexcept {
    assert(primed.empty() || primed.size() == range.count);
    bool wake = false;
    {
        std::scoped_lock lock{producers_, claims_};
        for (std::uint32_t i = 0; i != range.count; ++i) {
            edge& e = edges_[range.first + i];
            e.is_open = true;
            gap_is_news_ |= e.gap.pending();
            if (!primed.empty()) {
                e.accounts.primed += primed[i];
                e.accounts.delivered += primed[i];
            }
        }
        is_open_.store(true, std::memory_order_seq_cst);
        wake = commit();
    }
    if (wake)
        on_ready_();
}

std::vector<edge_accounts> inbox::accounts() const {
    std::scoped_lock lock{producers_, claims_};
    std::vector<edge_accounts> books;
    books.reserve(edges_.size());
    std::uint64_t queued = 0;
    for (edge const& e : edges_) {
        edge_accounts& book = books.emplace_back(e.accounts);
        book.queued = book.offered + book.primed - book.delivered - book.conflated - book.dropped_in_all();
        queued += book.queued;
    }
#ifdef TICKHUB_DEBUG_CHECKS
    assert(queued == count_queued());
#endif
    static_cast<void>(queued);
    return books;
}

std::uint64_t inbox::count_queued() const noexcept {
    std::uint64_t count = 0;
    position const tail = tail_.load(std::memory_order_relaxed);
    for (position p = claim_end_; p != tail; p = ring_.next(p))
        count += ring_.is_dead(p) || is_own_gap(ring_.at(p)) ? 0U : 1U;
    return count;
}

} // namespace tickhub::routing
