#pragma once

#include "record_buffer.hpp"

#include <tickhub/names.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tests {

/// A small market: 1 TCS, 2 NIFTY, 3 BTC-USD whose quantities have eight decimals; publishers 0 hub, 1 nse.
class sample_names final : public tickhub::names {
public:
    std::string_view symbol(tickhub_instrument_id id) const override;
    std::string_view publisher(std::uint16_t id) const override;
    unsigned quantity_decimals(tickhub_instrument_id id) const override;
};

struct sample {
    std::string title; ///< what it shows
    record_buffer record;
};

/// The samples of one kind of record, the first with every field given; empty for a number that no public record has.
std::vector<sample> samples_of(std::uint8_t record);

} // namespace tests
