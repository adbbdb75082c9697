// The bounded queue in front of a component.
#pragma once

#include "routing/conflation_index.hpp"
#include "routing/edge.hpp"
#include "routing/record_ring.hpp"

#include <tickhub/abi.h>
#include <tickhub/events.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

namespace tickhub::routing {

/// What an inbox holds at most, the batch that is being consumed included. Gaps that wait in their edges' slots do not
/// count. Bytes below what the largest record needs are raised to that, else it could never pass.
struct inbox_limits {
    std::uint32_t max_records = 65'536;
    std::uint64_t max_bytes = 8U << 20U;
};

/// A signal to whoever runs components. Called with locks held: it may note and schedule, never publish or take.
struct wake_call {
    void (*call)(void* context) noexcept = nullptr;
    void* context = nullptr;

    void operator()() const noexcept {
        if (call != nullptr)
            call(context);
    }
};

/// The edges of one publisher in one inbox.
struct edge_range {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
};

/// What the hub writes into the copies of a batch.
struct batch_stamp {
    std::uint16_t publisher = 0;
    tickhub_timestamp ts_recv = 0; ///< 0 = the record keeps its own
};

/// How far a batch has come into one inbox.
struct offer_progress {
    tickhub_event_header const* next = nullptr;
    std::uint32_t left = 0;     ///< records
    std::uint64_t bytes = 0;    ///< of those
    std::uint64_t sequence = 0; ///< of next

    void step() noexcept {
        std::uint32_t const size = next->size;
        next = reinterpret_cast<tickhub_event_header const*>(reinterpret_cast<char const*>(next) + size);
        --left;
        bytes -= size;
        ++sequence;
    }
};

enum class offer_mode : std::uint8_t {
    stop_when_full, ///< a `block` edge without room ends the offer; go on from the progress later
    lose_when_full, ///< a `block` edge without room loses the record, and a gap tells it
    lose_all        ///< everything is lost: the reader has been given what came of it in another way
};

enum class offer_end : std::uint8_t { done, full };

/// One queue of records for one consumer, from any number of producers, in the order in which the offers came. No
/// memory is allocated after construction.
///
/// Its producers and its consumer meet in three atomic positions only, as in a ring for one producer and one consumer;
/// a mutex lets one producer in at a time. What rewrites the queue itself (drop_oldest, conflation) also takes the lock
/// under which the consumer claims records, so it never touches a record that is being consumed.
class inbox {
public:
    /// All edges that will ever lead here, those of one publisher side by side; the earlier rule wins when two of a
    /// publisher select one record, so that it comes once. Edges begin closed (not_running).
    inbox(std::uint16_t component, inbox_limits limits, std::vector<edge_rule> rules);

    /// The component that consumes. [any thread]
    [[nodiscard]] std::uint16_t component() const noexcept { return component_; }
    [[nodiscard]] inbox_limits limits() const noexcept { return limits_; }
    [[nodiscard]] edge_range edges_of(std::uint16_t publisher) const noexcept;
    [[nodiscard]] edge_rule const& rule(std::uint32_t index) const { return edges_[index].rule; }
    [[nodiscard]] std::uint32_t edge_count() const noexcept { return static_cast<std::uint32_t>(edges_.size()); }

    /// on_ready: something can be taken, after a take() that found nothing (a new inbox counts as that). on_room: room
    /// again, after a has_room() that said no. Set before the first offer. [control]
    void set_wakes(wake_call on_ready, wake_call on_room) noexcept;

    // --- producers

    /// Copies what the edges select of the batch's rest, each record once, and moves progress along. The records are
    /// valid. [any thread]
    offer_end offer(edge_range from, batch_stamp const& stamp, offer_progress& progress, offer_mode mode) noexcept;

    /// Is there room for this much? Requests over the bounds are cut to them. A closed inbox has room for everything,
    /// since it keeps nothing. When not, on_room is called once there is: when the inbox is at most half full, or
    /// closed. [any thread]
    [[nodiscard]] bool has_room(std::uint32_t records, std::uint64_t bytes) noexcept;

    /// Waits until has_room or the deadline; says which. [any thread]
    [[nodiscard]] bool wait_for_room(std::uint32_t records, std::uint64_t bytes,
                                     std::chrono::steady_clock::time_point deadline);

    // --- the consumer, one at a time

    /// The records that are next, at least one when there is any, in place: valid until release(). They lie side by
    /// side, so a batch may be shorter than asked for. Gaps that are due come as a batch of their own. An empty batch
    /// needs no release; on_ready follows. [serialised]
    [[nodiscard]] tickhub_batch take(std::uint32_t max_records, std::uint64_t max_bytes) noexcept;

    /// The taken batch has been consumed. Does nothing when none is. [serialised]
    void release() noexcept;

    // --- the host

    /// From now on what is offered is lost for this reason, and whoever waits for room is let go. What is queued stays.
    /// [any thread]
    void close(drop_reason why) noexcept;

    /// Drops what is queued, but for the batch being consumed. [any thread]
    void discard(drop_reason why) noexcept;

    /// Opens the edges of one publisher, crediting what it was primed with to each (by place in the range, or empty). A
    /// gap tells what was lost while closed. Called under the publisher's lock: see publisher::prime. [any thread]
    void open(edge_range edges, std::vector<std::uint64_t> const& primed = {}) noexcept;

    /// The books of each edge, all at one moment. [any thread]
    [[nodiscard]] std::vector<edge_accounts> accounts() const;

    [[nodiscard]] std::uint64_t queued_records() const noexcept; ///< bounds' measure, gaps included [any thread]
    [[nodiscard]] std::uint64_t queued_bytes() const noexcept;   ///< [any thread]

private:
    using position = record_ring::position;

    // Under P (producers_).
    [[nodiscard]] edge* select(edge_range from, tickhub_event_header const& record) noexcept;
    [[nodiscard]] bool within_bounds(std::uint64_t records, std::uint64_t bytes) noexcept;
    [[nodiscard]] bool fits(std::uint64_t size) noexcept;
    void append(edge const& to, tickhub_event_header const& record, batch_stamp const& stamp,
                std::uint64_t sequence) noexcept;
    [[nodiscard]] bool has_room_side_by_side(offer_progress const& rest) noexcept;
    void rewind_if_empty() noexcept;
    void append_all(edge& to, batch_stamp const& stamp, offer_progress& rest) noexcept;
    bool commit() noexcept;
    void see_consumer() noexcept;

    // Under P and C (claims_): inbox_overflow.cpp.
    [[nodiscard]] bool offer_slowly(edge& to, batch_stamp const& stamp, offer_progress const& at,
                                    offer_mode mode) noexcept;
    [[nodiscard]] bool make_fit(std::uint64_t size, bool gap_first) noexcept;
    [[nodiscard]] bool drop_queued_until_fit(std::uint64_t size) noexcept;
    [[nodiscard]] bool conflate(edge& to, batch_stamp const& stamp, offer_progress const& at) noexcept;
    void append_gap(edge& to) noexcept;
    void lose(edge& from, tickhub_event_header const& record, batch_stamp const& stamp, std::uint64_t sequence,
              drop_reason why) noexcept;
    void drop_queued(position p, drop_reason why) noexcept;
    void remove(position p) noexcept;
    void note_gap(edge& of) noexcept;
    void compact() noexcept;
    void trim_front() noexcept;
    void fill_index() noexcept;

    // Under C.
    [[nodiscard]] edge& edge_of(tickhub_event_header const& queued) noexcept;
    [[nodiscard]] tickhub_batch claim_gaps(bool queue_is_empty) noexcept;
    [[nodiscard]] tickhub_batch claim_run(position tail, std::uint32_t max_records, std::uint64_t max_bytes) noexcept;
    void skip_dead(position tail) noexcept;

    [[nodiscard]] std::uint64_t count_queued() const noexcept; ///< by looking at each record; P and C

    [[nodiscard]] bool half_empty() const noexcept;
    void tell_room() noexcept;

    std::uint16_t const component_;
    inbox_limits const limits_;
    std::vector<edge> edges_;
    std::vector<edge_range> ranges_; ///< by publisher
    record_ring ring_;
    std::optional<conflation_index> index_; ///< P and C; none when no edge conflates
    wake_call on_ready_;
    wake_call on_room_;

    // The producers' side, guarded by P.
    alignas(64) std::mutex mutable producers_;
    position write_ = 0;           ///< behind the last record written, committed or not
    std::uint64_t records_in_ = 0; ///< ever written, less those that were dropped or replaced
    std::uint64_t bytes_in_ = 0;
    position seen_head_ = 0; ///< the consumer's counts, as last looked at
    std::uint64_t seen_records_ = 0;
    std::uint64_t seen_bytes_ = 0;
    position next_rewind_ = 0; ///< where to look whether the ring can begin anew
    bool indexing_ = false;    ///< the index knows all that is queued
    bool gap_is_news_ = false; ///< a slot was filled since the last commit
    std::uint32_t open_edges_ = 0;
    position drop_from_ = 0;     ///< nothing before it can be dropped to make room
    position conflate_from_ = 0; ///< nothing before it can be replaced: behind the last reset

    // What producers show the consumer.
    alignas(64) std::atomic<position> tail_ = 0; ///< committed up to here
    std::atomic<std::uint64_t> shown_records_ = 0;
    std::atomic<std::uint64_t> shown_bytes_ = 0;
    std::atomic<bool> is_open_ = false; ///< at least one edge is

    // What the consumer shows producers.
    alignas(64) std::atomic<position> head_ = 0; ///< everything before it may be overwritten
    std::atomic<std::uint64_t> records_out_ = 0;
    std::atomic<std::uint64_t> bytes_out_ = 0;
    std::atomic<bool> idle_ = true; ///< found nothing: wants on_ready

    // The consumer's side, guarded by C.
    alignas(64) std::mutex mutable claims_;
    position claim_end_ = 0; ///< the claimed batch is [head, claim_end)
    std::uint32_t claimed_records_ = 0;
    std::uint64_t claimed_bytes_ = 0;
    std::uint32_t pending_gaps_ = 0;     ///< slots in use
    std::vector<tickhub_gap> told_gaps_; ///< the batch of gaps being consumed

    alignas(64) std::atomic<bool> room_wanted_ = false;
    std::mutex room_mutex_;
    std::condition_variable room_;
};

} // namespace tickhub::routing
