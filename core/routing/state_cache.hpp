// The latest state of everything that one publisher says, for components that start late.
#pragma once

#include "routing/record_traits.hpp"

#include <tickhub/events.h>

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace tickhub::routing {

/// Keeps the latest record of each key: kind, instrument, and the interval of a bar or the universe of movers. Bounded:
/// at most details_per_instrument of the latter for each instrument, further ones are not kept. Memory is allocated
/// when a key is new, or its record larger than any before. Its owner guards it.
class state_cache {
public:
    static constexpr int details_per_instrument = 32;

    /// Keeps these kinds only.
    explicit state_cache(record_mask kinds) : kinds_{kinds & state_records} {}

    /// Takes note of a valid record. A reset forgets all but definitions and feed_status; a final bar forgets the
    /// forming one that it ends.
    void update(tickhub_event_header const& record, std::uint16_t publisher, std::uint64_t sequence,
                tickhub_timestamp ts_recv);

    /// Shows every kept record, definitions first, the others in the order in which their keys first came: with the
    /// flag SNAPSHOT, and the sequence and times that they were published with.
    template <class Visit>
    void for_each(Visit visit) const {
        for (bool const definitions : {true, false}) {
            for (std::size_t i = 0; i != entries_.size(); ++i) {
                entry const& e = at(i);
                if (is_current(e) && (e.record().record == TICKHUB_RECORD_DEFINITION) == definitions)
                    visit(e.record());
            }
        }
    }

private:
    /// The record stands right behind it in memory: one look less on the way there.
    struct entry {
        std::uint64_t detail = 0;
        entry* other = nullptr;     ///< same kind and instrument, another detail
        std::uint64_t era = 0;      ///< the record holds while this is its kind's era
        std::uint32_t place = 0;    ///< in entries_
        std::uint32_t capacity = 0; ///< bytes for the record

        [[nodiscard]] tickhub_event_header& record() noexcept {
            return *reinterpret_cast<tickhub_event_header*>(this + 1);
        }
        [[nodiscard]] tickhub_event_header const& record() const noexcept {
            return *reinterpret_cast<tickhub_event_header const*>(this + 1);
        }
    };
    using block = std::unique_ptr<std::uint64_t[]>; ///< an entry and its record

    [[nodiscard]] entry& at(std::size_t place) const noexcept {
        return *reinterpret_cast<entry*>(entries_[place].get());
    }
    [[nodiscard]] entry* find_or_make(tickhub_event_header const& record);
    [[nodiscard]] entry* make(entry what, std::uint32_t capacity);
    void forget_forming(tickhub_event_header const& final_bar) noexcept;
    [[nodiscard]] std::uint64_t era_of(std::uint8_t kind) const noexcept;
    [[nodiscard]] bool is_current(entry const& e) const noexcept;

    record_mask kinds_;
    std::uint64_t era_ = 1;                                               ///< grows with each reset
    std::vector<block> entries_;                                          ///< in the order in which their keys came
    std::array<std::vector<entry*>, TICKHUB_RECORD_COUNT> by_instrument_; ///< the first of each chain
};

} // namespace tickhub::routing
