// "did you mean": the known name that a mistyped one is nearest to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tickhub::config {

/// How many insertions, deletions, changes and swaps of neighbours make one of the other (the optimal string
/// alignment form of the Damerau-Levenshtein distance), in bytes. [any thread]
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to `name`, the first of equals; empty when none is near: a third of the longer one's length
/// may differ, at least one byte and at most three; case counts for nothing. [any thread]
[[nodiscard]] std::string nearest(std::string_view name, std::vector<std::string> const& candidates);

} // namespace tickhub::config
