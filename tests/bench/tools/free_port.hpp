#pragma once

#include <cstdint>

namespace bench {

/// A port of 127.0.0.1 that nobody had a moment ago.
[[nodiscard]] std::uint16_t free_port();

} // namespace bench
