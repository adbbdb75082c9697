// Where a component's records enter the routes.
#pragma once

#include "routing/batch_check.hpp"
#include "routing/inbox.hpp"
#include "routing/state_cache.hpp"

#include <tickhub/events.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace tickhub::routing {

/// How a publisher waits for a full inbox of policy `block`. Called without any lock held.
class room_wait {
public:
    virtual ~room_wait() = default;
    /// True: try again, there may be room for a record of this size. False: give up, what is left of the batch is lost
    /// there.
    [[nodiscard]] virtual bool wait(inbox& full, std::uint32_t bytes) noexcept = 0;
};

/// Waits until one moment at most: for feeds that have a thread of their own.
class wait_until final : public room_wait {
public:
    explicit wait_until(std::chrono::steady_clock::time_point deadline) : deadline_{deadline} {}
    [[nodiscard]] bool wait(inbox& full, std::uint32_t bytes) noexcept override {
        return full.wait_for_room(1, bytes, deadline_);
    }

private:
    std::chrono::steady_clock::time_point deadline_;
};

struct publish_result {
    batch_verdict verdict{};           ///< with a fault nothing was taken, and no sequence was used up
    std::uint64_t first_sequence = 0;  ///< of the batch's first record
    inbox const* overflowed = nullptr; ///< the first `block` inbox that lost records, since nobody waited (any longer)
};

/// Numbers the records of one component and copies them into every inbox that selects them: once for each. No memory is
/// allocated, but in the cache for a key that is new.
class publisher {
public:
    /// `cached`: the kinds whose latest state is kept for components that start late; none = no cache.
    publisher(std::uint16_t id, record_mask cached);

    [[nodiscard]] std::uint16_t id() const noexcept { return id_; }

    /// Adds all edges from this publisher to the inbox. The inbox outlives the publisher. [control]
    void connect(inbox& to);

    /// Stamps and copies a batch, which may be reused on return. ts_recv 0: the records keep their own. What a full
    /// `block` inbox can't take is waited for as `when_blocked` says, after all other inboxes have got their copies;
    /// with nullptr nobody waits: the record is lost there, a gap tells it, and `overflowed` names the inbox. Sequences
    /// have no gap in any of this. [serialised], of the component; with nullptr also [any thread]
    publish_result publish(tickhub_batch const& batch, tickhub_timestamp ts_recv, room_wait* when_blocked) noexcept;

    /// The first inbox with a blocking route from here that has no room for this much, or nullptr. Its on_room follows.
    /// [any thread]
    [[nodiscard]] inbox* full_target(std::uint32_t records, std::uint64_t bytes) noexcept;

    /// The inbox is closed. Appends to `out` the current state that the inbox's edges select, flagged SNAPSHOT, each
    /// with the sequence that it was published with, and opens the edges: the inbox gets every later record, none
    /// before. The caller hands out `out` before it takes from the inbox. Allocates. [any thread]
    void prime(inbox& to, batch_builder& out);

    /// The number of the last record. [any thread]
    [[nodiscard]] std::uint64_t last_sequence() const;

private:
    struct link {
        inbox* to;
        edge_range edges;
        bool may_block;
        offer_progress progress{}; ///< of the batch being published, while it waits
        bool is_waiting = false;
        bool was_primed = false; ///< while waiting: what is left came before the snapshot
    };

    inbox const* wait_for(link& full, batch_stamp const& stamp, room_wait& when_blocked) noexcept;

    std::uint16_t const id_;
    std::mutex mutable mutex_; ///< held while copying, so that prime() falls between two batches; not while waiting
    std::uint64_t sequence_ = 0;
    std::vector<link> links_;
    std::optional<state_cache> cache_;
};

} // namespace tickhub::routing
