// A preset whose rows are read column by column, each column having a role: ticks, ohlcv and mapping are such.
#pragma once

#include "presets/preset.hpp"
#include "time_field.hpp"

#include <tickhub/fixed_point.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>

namespace tickhub::csv_replay {

/// What a column can be.
enum class role : std::uint8_t { time, price, volume, quantity, open, high, low, close };
inline constexpr std::size_t role_count = 8;
inline constexpr std::array<std::string_view, role_count> role_names = {"time", "price", "volume", "quantity",
                                                                        "open", "high",  "low",    "close"};

/// How a column is found: by the first of these names that the header has, or by its place when there is no header.
struct column {
    csv_replay::role role;
    std::vector<std::string_view> names;
    bool optional = false;
};

class column_preset : public preset {
public:
    /// The names are borrowed: they outlive the preset.
    column_preset(file_format const& format, zone const& local, std::vector<column> columns);

    [[nodiscard]] std::string bind(csv_header const& header) override;
    [[nodiscard]] std::string_view read(std::span<std::string_view const> fields, row_values& out) override;

private:
    [[nodiscard]] bool has(role r) const noexcept { return place_[static_cast<std::size_t>(r)] != absent; }
    [[nodiscard]] std::string_view field(std::span<std::string_view const> fields, role r) const noexcept {
        return fields[place_[static_cast<std::size_t>(r)]];
    }
    [[nodiscard]] std::optional<tickhub::price> price(std::span<std::string_view const> fields, role r) const noexcept;
    [[nodiscard]] std::string_view read_bar(std::span<std::string_view const> fields, row_values& out) const;
    [[nodiscard]] std::string_view read_quantities(std::span<std::string_view const> fields, row_values& out) const;

    static constexpr std::size_t absent = static_cast<std::size_t>(-1);

    bool header_;
    unsigned quantity_decimals_;
    std::chrono::nanoseconds interval_;
    std::int64_t price_unit_;
    time_field time_;
    std::vector<column> columns_;
    std::array<std::size_t, role_count> place_;
};

[[nodiscard]] std::unique_ptr<preset> make_ticks(file_format const& format, zone const& local);
[[nodiscard]] std::unique_ptr<preset> make_ohlcv(file_format const& format, zone const& local);
/// Borrows the columns' names of `format`.
[[nodiscard]] std::unique_ptr<preset> make_mapping(file_format const& format, zone const& local);

} // namespace tickhub::csv_replay
