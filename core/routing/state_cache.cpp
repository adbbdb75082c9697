#include "routing/state_cache.hpp"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

namespace tickhub::routing {

namespace {

constexpr record_mask survives_reset = mask_of(TICKHUB_RECORD_DEFINITION) | mask_of(TICKHUB_RECORD_FEED_STATUS);

} // namespace

std::uint64_t state_cache::era_of(std::uint8_t kind) const noexcept {
    return contains(survives_reset, kind) ? 1 : era_;
}

bool state_cache::is_current(entry const& e) const noexcept {
    return e.era != 0 && e.era == era_of(e.record().record);
}

void state_cache::update(tickhub_event_header const& record, std::uint16_t publisher, std::uint64_t sequence,
                         tickhub_timestamp ts_recv) {
    if (record.record == TICKHUB_RECORD_RESET)
        ++era_;
    if (!contains(kinds_, record.record))
        return;
    if (!is_state(record)) {
        forget_forming(record);
        return;
    }
    entry* const e = find_or_make(record);
    if (e == nullptr)
        return;
    tickhub_event_header& copy = e->record();
    std::memcpy(&copy, &record, record.size);
    copy.flags |= TICKHUB_FLAG_SNAPSHOT;
    copy.publisher_id = publisher;
    copy.reserved = 0;
    copy.sequence = sequence;
    if (ts_recv != 0)
        copy.ts_recv = ts_recv;
    e->era = era_of(record.record);
}

state_cache::entry* state_cache::find_or_make(tickhub_event_header const& record) {
    std::vector<entry*>& chains = by_instrument_[record.record];
    if (chains.size() <= record.instrument_id)
        chains.resize(std::max<std::size_t>(record.instrument_id + std::size_t{1}, chains.size() * 2));
    std::uint64_t const detail = state_detail(record);
    entry** link = &chains[record.instrument_id];
    for (int length = 0; *link != nullptr; link = &(*link)->other) {
        if ((*link)->detail == detail) {
            // Twice what is asked for, so that a text that grows and grows allocates rarely.
            if ((*link)->capacity < record.size)
                *link = make(**link, std::min(record.size * 2, TICKHUB_MAX_RECORD_SIZE));
            return *link;
        }
        if (++length == details_per_instrument)
            return nullptr;
    }
    entry made;
    made.detail = detail;
    made.place = static_cast<std::uint32_t>(entries_.size());
    entries_.emplace_back();
    *link = make(made, record.size);
    return *link;
}

/// An entry of this size at its place, where a smaller one may have been before.
state_cache::entry* state_cache::make(entry what, std::uint32_t capacity) {
    what.capacity = capacity;
    auto memory = std::make_unique_for_overwrite<std::uint64_t[]>((sizeof(entry) + capacity) / 8);
    auto* const made = new (memory.get()) entry{what};
    entries_[what.place] = std::move(memory);
    return made;
}

void state_cache::forget_forming(tickhub_event_header const& final_bar) noexcept {
    std::vector<entry*> const& chains = by_instrument_[final_bar.record];
    if (final_bar.instrument_id >= chains.size())
        return;
    std::uint64_t const interval = state_detail(final_bar);
    for (entry* e = chains[final_bar.instrument_id]; e != nullptr; e = e->other) {
        if (e->detail == interval && e->record().ts_event <= final_bar.ts_event)
            e->era = 0;
    }
}

} // namespace tickhub::routing
