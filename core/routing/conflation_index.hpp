// Finds the queued state of a key, while an inbox is congested.
#pragma once

#include "routing/record_traits.hpp"

#include <tickhub/events.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace tickhub::routing {

/// What two records share when the later may take the earlier's place in a queue. Forming bars share it only while they
/// are the same bar: else the next bar would be told before the final record of this one.
struct conflation_key {
    std::uint64_t subject; ///< publisher, record and instrument
    std::uint64_t detail;

    friend bool operator==(conflation_key const&, conflation_key const&) = default;
};

[[nodiscard]] conflation_key key_of(tickhub_event_header const& record, std::uint16_t publisher) noexcept;

/// A hash table of fixed size from key to position. It takes no part in the fast path: the inbox fills it when it finds
/// itself full, and lets it go stale when there is room again. Positions of records that have been taken meanwhile are
/// the inbox's to recognise.
class conflation_index {
public:
    /// Room for twice as many keys as an inbox has records, so that stale ones are swept out rarely.
    explicit conflation_index(std::size_t max_records);

    /// Forgets everything, in constant time.
    void clear() noexcept;

    /// Full means: clear it, and put in again what is still queued.
    [[nodiscard]] bool full() const noexcept { return used_ * 2 >= entries_.size(); }

    /// The newest position of the key. Not when full.
    void put(conflation_key const& key, std::uint64_t position) noexcept;

    [[nodiscard]] std::optional<std::uint64_t> find(conflation_key const& key) const noexcept;

private:
    struct entry {
        conflation_key key{};
        std::uint64_t position = 0;
        std::uint64_t generation = 0; ///< in use when it is the index's
    };

    /// Where the key is, or would be.
    [[nodiscard]] std::size_t slot(conflation_key const& key) const noexcept;

    std::vector<entry> entries_;
    std::uint64_t generation_ = 1;
    std::size_t used_ = 0;
};

} // namespace tickhub::routing
