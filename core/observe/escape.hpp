// Text from anywhere, made harmless for a log line or a JSON string.
#pragma once

#include <string>
#include <string_view>

namespace tickhub::observe {

/// The text with control characters as \u00xx, so that it stays on one line.
[[nodiscard]] std::string one_line(std::string_view text);

/// The text as the inside of a JSON string: one_line, and quotes and backslashes escaped.
[[nodiscard]] std::string json_escaped(std::string_view text);

} // namespace tickhub::observe
