// The kinds of record by name, as `select: {records: […]}` gives them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::config {

/// The number of events.h, public or private; 0 when there is none of that name. [any thread]
[[nodiscard]] std::uint8_t record_by_name(std::string_view name) noexcept;

/// Whether the record never travels on a route. [any thread]
[[nodiscard]] bool is_private_record(std::uint8_t record) noexcept;

/// The records that a route may select, in the order of their numbers. [any thread]
[[nodiscard]] std::vector<std::string> const& public_record_names();

/// Bit n for every public record n. [any thread]
[[nodiscard]] std::uint32_t all_public_records() noexcept;

} // namespace tickhub::config
