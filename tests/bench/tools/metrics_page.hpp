#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

/// What GET /metrics answers, body and head.
[[nodiscard]] std::string metrics_page(std::uint16_t port);
/// The value in the line that begins with `name`, labels and all; 0 when there is none.
[[nodiscard]] double metric(std::string_view page, std::string_view name);

} // namespace bench
