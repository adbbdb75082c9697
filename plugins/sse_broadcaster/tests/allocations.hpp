#pragma once

#include <cstddef>

namespace tests {

/// How often this program has allocated with new so far.
[[nodiscard]] std::size_t allocations() noexcept;

} // namespace tests
