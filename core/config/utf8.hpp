// Whether bytes are UTF-8.
#pragma once

#include <cstddef>
#include <string_view>

namespace tickhub::config {

/// The offset of the first byte that is not well-formed UTF-8 (RFC 3629: no surrogates, nothing overlong, nothing over
/// U+10FFFF), or text.size(). [any thread]
[[nodiscard]] std::size_t first_invalid_utf8(std::string_view text) noexcept;

} // namespace tickhub::config
