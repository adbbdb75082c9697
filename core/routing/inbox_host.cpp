// What the host does with an inbox: who waits for room, closing and opening, the books.
#include "routing/inbox.hpp"

#include <algorithm>
#include <cassert>

namespace tickhub::routing {

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
