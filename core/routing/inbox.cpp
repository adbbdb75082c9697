// The producers' fast path. The consumer is served in inbox_consumer.cpp, the host in inbox_host.cpp, and what happens
// when an inbox is full is in inbox_overflow.cpp.
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

void write_stamp(tickhub_event_header& copy, batch_stamp const& stamp, std::uint64_t sequence) noexcept {
    copy.publisher_id = stamp.publisher;
    copy.reserved = 0;
    copy.sequence = sequence;
    if (stamp.ts_recv != 0)
        copy.ts_recv = stamp.ts_recv;
}

/// Copied in one go: little enough that the stamps find it in the nearest cache.
constexpr std::uint64_t copied_at_once = 1'024;

/// An inbox whose consumer keeps up uses about this much of its ring, and it stays in the core's own cache.
constexpr std::uint64_t rewind_after = 128U << 10U;

} // namespace

inbox::inbox(std::uint16_t component, inbox_limits limits, std::vector<edge_rule> rules)
    : component_{component}
    , limits_{raised(limits)}
    , ring_{ring_bytes(limits_, rules)} {
    if (any_conflates(rules))
        index_.emplace(limits_.max_records);
    next_rewind_ = rewind_after;
    edges_.reserve(rules.size());
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
    write_stamp(copy, stamp, sequence);
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

// Running through a ring of megabytes would push everything else out of the caches, for nothing while it is empty.
void inbox::rewind_if_empty() noexcept {
    next_rewind_ = write_ + rewind_after;
    if (head_.load(std::memory_order_acquire) != write_)
        return;
    std::lock_guard lock{claims_};
    position const lap = ring_.next_lap(write_);
    claim_end_ = write_ = lap;
    head_.store(lap, std::memory_order_release);
    tail_.store(lap, std::memory_order_release);
    next_rewind_ = lap + rewind_after;
    see_consumer();
}

bool inbox::has_room_side_by_side(offer_progress const& rest) noexcept {
    auto const has_room_as_seen = [&] {
        return within_bounds(rest.left, rest.bytes) && write_ + rest.bytes <= seen_head_ + ring_.capacity();
    };
    if (ring_.place_for(write_, rest.bytes) != write_)
        return false;
    if (has_room_as_seen())
        return true;
    see_consumer();
    return has_room_as_seen();
}

void inbox::append_all(edge& to, batch_stamp const& stamp, offer_progress& rest) noexcept {
    selection const& select = to.rule.select;
    position out = write_;
    std::uint64_t appended = 0;
    while (rest.left != 0) {
        auto const* const run = rest.next;
        std::uint64_t sequence = rest.sequence;
        std::uint64_t const bytes_before = rest.bytes;
        while (rest.left != 0 && bytes_before - rest.bytes < copied_at_once &&
               select.covers(rest.next->record, rest.next->instrument_id))
            rest.step();
        if (rest.next == run) {
            rest.step();
            continue;
        }
        std::memcpy(&ring_.at(out), run, bytes_before - rest.bytes);
        for (; sequence != rest.sequence; ++sequence, ++appended) {
            tickhub_event_header& copy = ring_.at(out);
            write_stamp(copy, stamp, sequence);
            out += copy.size;
            if (copy.record == TICKHUB_RECORD_RESET)
                conflate_from_ = out;
        }
    }
    bytes_in_ += out - write_;
    records_in_ += appended;
    to.accounts.offered += appended;
    write_ = out;
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
        if (write_ >= next_rewind_)
            rewind_if_empty();
        if (from.count == 1 && mode != offer_mode::lose_all && !indexing_) {
            edge& sole = edges_[from.first];
            if (sole.is_open && !sole.gap_goes_first.load(std::memory_order_relaxed) && has_room_side_by_side(at))
                [[likely]]
                append_all(sole, stamp, at);
        }
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

} // namespace tickhub::routing
