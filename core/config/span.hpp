// A piece of the configuration's text.
#pragma once

#include <cstdint>

namespace tickhub::config {

/// Bytes [offset, offset + size) of a source's text.
struct span {
    std::uint32_t offset = 0;
    std::uint32_t size = 0;
};

} // namespace tickhub::config
