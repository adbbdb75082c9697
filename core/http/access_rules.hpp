// Which roles may have what is served at a path, and which topics of it.
#pragma once

#include <tickhub/roles.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tickhub::http {

struct access_rule {
    std::string path;                ///< `/stream`; or `/admin/*`: /admin and all below it
    std::vector<std::string> topics; ///< empty: the rule is about the path itself
    role_set roles;                  ///< one of them is needed; empty: anyone
};

/// The rule with the longest path decides, an exact one before a pattern; what no rule is about is anyone's.
/// Immutable. [any thread]
class access_rules {
public:
    access_rules() = default;
    explicit access_rules(std::vector<access_rule> rules);

    /// One of these is needed at the path; empty: anyone.
    [[nodiscard]] role_set needed(std::string_view path) const noexcept { return decide(path, {}); }
    /// Whether somebody with these roles may have the topic, who may have the path.
    [[nodiscard]] bool may_have(std::string_view path, std::string_view topic, role_set roles) const noexcept;

private:
    [[nodiscard]] role_set decide(std::string_view path, std::string_view topic) const noexcept;

    std::vector<access_rule> rules_; // the one that decides first in front
};

} // namespace tickhub::http
