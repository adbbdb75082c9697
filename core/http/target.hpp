// The URL of a request line: its path, normalised, and its query, decoded.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tickhub::http {

struct target {
    std::string path;                                       ///< begins with '/', without dot segments
    std::vector<std::pair<std::string, std::string>> query; ///< in the order given; equal names are joined by ","
};

/// Reads `/a/b?x=1&y=2`, or the same behind `http://host`. Percent-decodes, '+' in a query being a space, and resolves
/// dot segments afterwards, so that `%2e%2e` is no way around. Refuses, with a reason for the client in `why`: control
/// characters, a fragment, what is no UTF-8, an encoded '/' in the path, and a path that leads above the root.
/// [any thread]
[[nodiscard]] std::optional<target> parse_target(std::string_view text, std::string& why);

} // namespace tickhub::http
