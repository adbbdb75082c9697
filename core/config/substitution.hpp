// `${env:NAME}`, `${env:NAME:-default}` and `${file:path}` inside texts.
#pragma once

#include "config/surroundings.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace tickhub::config {

/// What became of a text.
struct substituted {
    std::optional<std::string> text; ///< the whole, with everything put in place; nothing on a fault
    bool changed = false;            ///< whether there was anything to put in place
    std::string fault;               ///< about the piece at [fault_offset, fault_offset + fault_size)
    std::size_t fault_offset = 0, fault_size = 0;
};

/// Puts the values in place, once: what comes in is not looked at again. `$${` stands for `${`. A file's last line end
/// is cut; relative files start at `folder`. Works on values of the finished document, so nothing that comes in can
/// change its structure. [control]
[[nodiscard]] substituted substitute(std::string_view text, std::filesystem::path const& folder,
                                     surroundings const& around);

/// Whether the text is one `${env:NAME}` or `${file:path}` and nothing else, as a secret must be. [any thread]
[[nodiscard]] bool is_one_reference(std::string_view text);

} // namespace tickhub::config
