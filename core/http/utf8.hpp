#pragma once

#include <string_view>

namespace tickhub::http {

/// Well-formed UTF-8 as Unicode defines it: shortest forms, no surrogates, nothing past U+10FFFF. [any thread]
[[nodiscard]] bool valid_utf8(std::string_view text) noexcept;

} // namespace tickhub::http
