// The hub's own private files (users, token keys), read with the rules and the messages of a configuration.
#pragma once

#include "config/document.hpp"
#include "config/findings.hpp"
#include "config/setting_checker.hpp"
#include "config/settings_tree.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tickhub::config {

/// A map of one section, which is a map of names to objects.
struct private_yaml {
    std::string section;                   ///< "users"
    std::string_view item;                 ///< "the user"
    std::vector<declared_setting> members; ///< of each object
    std::string secret;                    ///< the member whose values are never shown
};

/// One object of the section.
struct private_entry {
    map_entry const& written; ///< its name, and where
    settings_tree const& tree;
    tickhub_node object;
    findings& found;
};

/// Calls `take` for each object and returns what is wrong. [any thread]
[[nodiscard]] std::vector<problem> read_private_yaml(std::string text, std::string file, private_yaml const& form,
                                                     std::function<void(private_entry const&)> const& take);

/// `2026-11-24T02:33:12Z`; nothing when it isn't written like that.
[[nodiscard]] std::string utc_text(std::int64_t seconds_since_1970);
[[nodiscard]] std::optional<std::int64_t> parse_utc(std::string_view text);

} // namespace tickhub::config
