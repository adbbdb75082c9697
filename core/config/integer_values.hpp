// The types of setting whose values a plugin reads as integers, and what those integers are.
#pragma once

#include "config/manifest.hpp"
#include "config/scalars.hpp"

#include <string_view>

namespace tickhub::config {

/// Whether values of the type are integers in the end: counts of 1e-9, nanoseconds, bytes, dates. [any thread]
[[nodiscard]] bool is_integer(setting_type type) noexcept;

/// The integer that the text is for a setting of the type, for which is_integer holds. [any thread]
[[nodiscard]] parsed_integer parse_value(setting_type type, std::string_view text);

} // namespace tickhub::config
