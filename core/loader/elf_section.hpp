// One section and one symbol of an ELF shared library, read with every number checked: what the file says of itself is
// believed only as far as the file's own bytes bear it out.
#pragma once

#include "loader/byte_source.hpp"
#include "loader/refusal.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace tickhub::loader {

/// What was looked for in a library.
struct library_parts {
    std::optional<std::vector<std::byte>> section; ///< nothing: there is no section of that name
    bool has_symbol = false;                       ///< it exports a data symbol of that name
};

/// Looks for a section and a data symbol in a shared library for this machine (x86-64 or arm64). Refused, with the
/// reason: no ELF file, another class, byte order or architecture, no shared library, or a file that does not hold all
/// that its tables speak of, so that loading it would be fatal. [any thread]
[[nodiscard]] std::variant<library_parts, refusal> read_library(byte_source const& file, std::string_view section,
                                                                std::string_view symbol);

} // namespace tickhub::loader
