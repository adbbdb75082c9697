// What ids are called, for the canonical JSON.
#pragma once

#include "routing/instrument_table.hpp"

#include <tickhub/names.hpp>

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::lifecycle {

/// Symbols, publishers and quantity decimals. Publishers are given once, before threads start. [any thread]
class hub_names final : public names {
public:
    explicit hub_names(routing::instrument_table const& instruments) : instruments_{instruments} {}

    void set_publishers(std::vector<std::string> by_id) { publishers_ = std::move(by_id); }
    /// From the instrument's definition, as it passes.
    void set_quantity_decimals(tickhub_instrument_id id, std::uint8_t decimals) noexcept;

    [[nodiscard]] std::string_view symbol(tickhub_instrument_id id) const override;
    [[nodiscard]] std::string_view publisher(std::uint16_t id) const override;
    [[nodiscard]] unsigned quantity_decimals(tickhub_instrument_id id) const override;

private:
    static constexpr std::size_t block_size = 4'096;
    using block = std::array<std::atomic<std::uint8_t>, block_size>;

    routing::instrument_table const& instruments_;
    std::vector<std::string> publishers_;
    std::mutex growing_;
    std::array<std::atomic<block*>, 256> blocks_{}; // of decimals by instrument; made when one is not 0
    std::vector<std::unique_ptr<block>> owned_;
};

} // namespace tickhub::lifecycle
