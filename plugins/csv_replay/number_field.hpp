// Numbers as files write them: 15795.95, -0.5, 1e-05, 22359.0; spaces around them are fine.
#pragma once

#include <tickhub/fixed_point.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace tickhub::csv_replay {

/// A price, to the nearest 1e-9: programs that calculate in doubles write 15795.949999999999.
[[nodiscard]] std::optional<tickhub::price> read_price(std::string_view text) noexcept;

/// An exact count of 10^-decimals; nothing when it is negative, or has more decimals than that (but zeros).
[[nodiscard]] std::optional<tickhub::quantity> read_quantity(std::string_view text, unsigned decimals) noexcept;

/// An exact count of 10^-decimals, of any sign.
[[nodiscard]] std::optional<std::int64_t> read_exact(std::string_view text, unsigned decimals) noexcept;

/// The price times `unit`, a factor in 1e-9, to the nearest; nothing when it does not fit.
[[nodiscard]] std::optional<tickhub::price> in_unit(tickhub::price value, std::int64_t unit) noexcept;

} // namespace tickhub::csv_replay
