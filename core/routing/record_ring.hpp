// The memory of an inbox: whole records one behind the other in a ring of bytes.
#pragma once

#include <tickhub/events.h>

#include <bit>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <memory>

namespace tickhub::routing {

/// Positions count bytes since the beginning and never wrap; the ring's memory is their remainder. A record is never
/// torn by the end of the memory: a filler stands there instead, and the record begins anew at the front. A filler, or
/// a record that was dropped, has record number NONE; only its size still means something. Knows nothing of threads:
/// its owner decides who may touch which positions.
class record_ring {
public:
    using position = std::uint64_t;

    /// Room for at least `bytes`, rounded up to a power of two. The memory is not touched, so that a large bound costs
    /// nothing before it is used.
    explicit record_ring(std::uint64_t bytes)
        : mask_{std::bit_ceil(bytes) - 1}
        , words_{std::make_unique_for_overwrite<std::uint64_t[]>((mask_ + 1 + sizeof(tickhub_event_header)) / 8)} {}

    [[nodiscard]] std::uint64_t capacity() const noexcept { return mask_ + 1; }

    [[nodiscard]] tickhub_event_header& at(position p) noexcept {
        return *reinterpret_cast<tickhub_event_header*>(bytes() + (p & mask_));
    }
    [[nodiscard]] tickhub_event_header const& at(position p) const noexcept {
        return *reinterpret_cast<tickhub_event_header const*>(reinterpret_cast<char const*>(words_.get()) +
                                                              (p & mask_));
    }
    [[nodiscard]] bool is_dead(position p) const noexcept { return at(p).record == TICKHUB_RECORD_NONE; }
    [[nodiscard]] position next(position p) const noexcept { return p + at(p).size; }
    [[nodiscard]] position next_lap(position p) const noexcept { return (p | mask_) + 1; }
    [[nodiscard]] bool begins_lap(position p) const noexcept { return (p & mask_) == 0; }

    /// Where a record of `size` bytes can begin, at or behind `tail`.
    [[nodiscard]] position place_for(position tail, std::uint64_t size) const noexcept {
        std::uint64_t const lap_left = capacity() - (tail & mask_);
        return size <= lap_left ? tail : tail + lap_left;
    }

    /// Fills what lies between tail and the place found for a record behind it.
    void fill(position tail, position place) noexcept {
        if (place != tail)
            kill(tail, place - tail);
    }

    /// Makes a filler of `size` bytes.
    void kill(position p, std::uint64_t size) noexcept {
        assert(size % 8 == 0 && size != 0);
        at(p).size = static_cast<std::uint32_t>(size);
        at(p).record = TICKHUB_RECORD_NONE;
    }

private:
    [[nodiscard]] char* bytes() noexcept { return reinterpret_cast<char*>(words_.get()); }

    std::uint64_t mask_;
    std::unique_ptr<std::uint64_t[]> words_; ///< one header longer than the ring: a short filler is read as a header
};

} // namespace tickhub::routing
