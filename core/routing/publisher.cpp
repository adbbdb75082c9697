#include "routing/publisher.hpp"

#include <cassert>

namespace tickhub::routing {

publisher::publisher(std::uint16_t id, record_mask cached) : id_{id} {
    if ((cached & state_records) != 0)
        cache_.emplace(cached);
}

void publisher::connect(inbox& to) {
    edge_range const edges = to.edges_of(id_);
    if (edges.count == 0)
        return;
    bool may_block = false;
    for (std::uint32_t i = 0; i != edges.count; ++i)
        may_block |= blocks(to.rule(edges.first + i).policy);
    links_.push_back({&to, edges, may_block});
}

publish_result publisher::publish(tickhub_batch const& batch, tickhub_timestamp ts_recv,
                                  room_wait* when_blocked) noexcept {
    publish_result result;
    result.verdict = check(batch);
    if (result.verdict.fault != batch_fault::none)
        return result;
    batch_stamp const stamp{id_, ts_recv};
    bool any_waits = false;
    {
        std::lock_guard lock{mutex_};
        result.first_sequence = sequence_ + 1;
        sequence_ += batch.count;
        if (cache_) {
            std::uint64_t sequence = result.first_sequence;
            for (event const record : event_batch{batch})
                cache_->update(record.header(), id_, sequence++, ts_recv);
        }
        for (link& target : links_) {
            offer_progress progress{batch.first, batch.count, batch.bytes, result.first_sequence};
            if (target.to->offer(target.edges, stamp, progress, offer_mode::stop_when_full) == offer_end::done)
                continue;
            if (when_blocked == nullptr) {
                target.to->offer(target.edges, stamp, progress, offer_mode::lose_when_full);
                result.overflowed = result.overflowed == nullptr ? target.to : result.overflowed;
                continue;
            }
            assert(!target.is_waiting && "only one thread may publish and wait");
            target.progress = progress;
            target.is_waiting = any_waits = true;
            target.was_primed = false;
        }
    }
    if (!any_waits)
        return result;
    for (link& target : links_) {
        if (!target.is_waiting)
            continue;
        inbox const* const overflowed = wait_for(target, stamp, *when_blocked);
        result.overflowed = result.overflowed == nullptr ? overflowed : result.overflowed;
    }
    return result;
}

inbox const* publisher::wait_for(link& full, batch_stamp const& stamp, room_wait& when_blocked) noexcept {
    while (true) {
        bool const goes_on = when_blocked.wait(*full.to, full.progress.next->size);
        std::lock_guard lock{mutex_};
        offer_mode const mode = full.was_primed ? offer_mode::lose_all
                                : goes_on       ? offer_mode::stop_when_full
                                                : offer_mode::lose_when_full;
        if (full.to->offer(full.edges, stamp, full.progress, mode) == offer_end::full)
            continue;
        full.is_waiting = false;
        return mode == offer_mode::lose_when_full ? full.to : nullptr;
    }
}

inbox* publisher::full_target(std::uint32_t records, std::uint64_t bytes) noexcept {
    for (link const& target : links_) {
        if (target.may_block && !target.to->has_room(records, bytes))
            return target.to;
    }
    return nullptr;
}

void publisher::prime(inbox& to, batch_builder& out) {
    std::lock_guard lock{mutex_};
    for (link& target : links_) {
        if (target.to != &to)
            continue;
        std::vector<std::uint64_t> primed(target.edges.count);
        if (cache_) {
            cache_->for_each([&](tickhub_event_header const& record) {
                for (std::uint32_t i = 0; i != target.edges.count; ++i) {
                    if (to.rule(target.edges.first + i).select.covers(record.record, record.instrument_id)) {
                        out.add(record);
                        ++primed[i];
                        break;
                    }
                }
            });
        }
        target.was_primed = true;
        to.open(target.edges, primed);
    }
}

std::uint64_t publisher::last_sequence() const {
    std::lock_guard lock{mutex_};
    return sequence_;
}

} // namespace tickhub::routing
