// How a piece of somebody's text is shown inside a message.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tickhub::config {

/// The text in backquotes, on one line, cut after 60 bytes. [any thread]
[[nodiscard]] std::string shown(std::string_view text);

/// `a, b or c`. [any thread]
[[nodiscard]] std::string or_list(std::vector<std::string> const& words);

} // namespace tickhub::config
