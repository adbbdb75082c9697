// Which records of a publisher a route carries.
#pragma once

#include "routing/record_traits.hpp"

#include <span>
#include <vector>

namespace tickhub::routing {

/// Kinds of record, narrowed by instruments when any are named. Records about no one instrument (reset, feed_status,
/// notice, news …) are not narrowed: whoever follows a symbol must hear that its feed began anew.
class selection {
public:
    explicit selection(record_mask records = public_records, std::span<tickhub_instrument_id const> instruments = {})
        : records_{records & public_records} {
        for (tickhub_instrument_id const id : instruments) {
            if (bits_.size() <= id / 64)
                bits_.resize(id / 64 + 1);
            bits_[id / 64] |= std::uint64_t{1} << (id % 64);
        }
        narrowed_ = !instruments.empty();
    }

    [[nodiscard]] record_mask records() const noexcept { return records_; }

    /// [any thread]
    [[nodiscard]] bool covers(std::uint8_t record, tickhub_instrument_id instrument) const noexcept {
        return contains(records_, record) && (!narrowed_ || instrument == 0 || names(instrument));
    }

private:
    [[nodiscard]] bool names(tickhub_instrument_id instrument) const noexcept {
        return instrument / 64 < bits_.size() && ((bits_[instrument / 64] >> (instrument % 64)) & 1U) != 0;
    }

    record_mask records_;
    bool narrowed_ = false;
    std::vector<std::uint64_t> bits_; ///< bit n stands for instrument n
};

} // namespace tickhub::routing
