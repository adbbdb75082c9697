// How the rows of a kind of file are read. One file per preset in this folder.
#pragma once

#include "csv_header.hpp"
#include "row.hpp"
#include "time_field.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tickhub::csv_replay {

enum class preset_kind : std::uint8_t { ticks, ohlcv, mapping };

/// Everything that the operator says about a kind of file.
struct file_format {
    preset_kind preset = preset_kind::ticks;
    bool header = true; ///< the first row names the columns
    time_format time = time_format::text;
    unsigned quantity_decimals = 0;
    std::chrono::nanoseconds interval{0};                     ///< of bars
    std::int64_t price_unit = 1'000'000'000;                  ///< 1e-9; what a price is multiplied by (mapping)
    std::vector<std::pair<std::string, std::string>> columns; ///< role -> name or number (mapping)
};

/// Reads rows of one file. Not shared between threads.
class preset {
public:
    virtual ~preset() = default;

    /// Finds the columns that it needs. Returns what is missing or there twice, for the operator; empty when
    /// nothing is.
    [[nodiscard]] virtual std::string bind(csv_header const& header) = 0;

    /// Reads a row of as many fields as the header has. Returns why it cannot, or empty.
    [[nodiscard]] virtual std::string_view read(std::span<std::string_view const> fields, row_values& out) = 0;
};

/// The preset that `format` names, for times of `local`.
[[nodiscard]] std::unique_ptr<preset> make_preset(file_format const& format, zone const& local);

} // namespace tickhub::csv_replay
