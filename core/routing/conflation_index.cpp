#include "routing/conflation_index.hpp"

#include <bit>
#include <cassert>

namespace tickhub::routing {

namespace {

constexpr std::uint64_t golden = 0x9e3779b97f4a7c15U;

} // namespace

conflation_key key_of(tickhub_event_header const& record, std::uint16_t publisher) noexcept {
    std::uint64_t detail = state_detail(record);
    if (record.record == TICKHUB_RECORD_OHLCV)
        detail = detail * golden ^ record.ts_event;
    return {std::uint64_t{publisher} << 48 | std::uint64_t{record.record} << 40 | record.instrument_id, detail};
}

conflation_index::conflation_index(std::size_t max_records) : entries_(std::bit_ceil(max_records * 4)) {}

void conflation_index::clear() noexcept {
    ++generation_;
    used_ = 0;
}

std::size_t conflation_index::slot(conflation_key const& key) const noexcept {
    std::size_t const mask = entries_.size() - 1;
    std::uint64_t hash = (key.subject ^ std::rotl(key.detail, 32)) * golden;
    hash ^= hash >> 32;
    std::size_t at = hash & mask;
    while (entries_[at].generation == generation_ && !(entries_[at].key == key))
        at = (at + 1) & mask;
    return at;
}

void conflation_index::put(conflation_key const& key, std::uint64_t position) noexcept {
    assert(!full());
    entry& at = entries_[slot(key)];
    if (at.generation != generation_)
        ++used_;
    at = {key, position, generation_};
}

std::optional<std::uint64_t> conflation_index::find(conflation_key const& key) const noexcept {
    entry const& at = entries_[slot(key)];
    return at.generation == generation_ ? std::optional{at.position} : std::nullopt;
}

} // namespace tickhub::routing
