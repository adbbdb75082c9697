#include "config/suggest.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace tickhub::config {
namespace {

// Longer names are not compared: nobody mistypes them, and the work grows with the square.
constexpr std::size_t longest_name = 64;

std::string lower_case(std::string_view text) {
    std::string result{text};
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

} // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
    // Three rows of the usual table: distances between prefixes of a (rows) and of b (columns).
    std::vector<std::size_t> two_above(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::swap(two_above, above);
        std::swap(above, row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            std::size_t const changed = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({changed, above[j] + 1, row[j - 1] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], two_above[j - 2] + 1);
        }
    }
    return row[b.size()];
}

std::string nearest(std::string_view name, std::vector<std::string> const& candidates) {
    if (name.empty() || name.size() > longest_name)
        return {};
    std::string const wanted = lower_case(name);
    std::string const* best = nullptr;
    std::size_t best_distance = 0;
    for (std::string const& candidate : candidates) {
        if (candidate.empty() || candidate.size() > longest_name || candidate == name)
            continue;
        std::size_t const longer = std::max(candidate.size(), name.size());
        std::size_t const allowed = std::clamp<std::size_t>(longer / 3, 1, 3);
        std::size_t const shorter = std::min(candidate.size(), name.size());
        if (longer - shorter > allowed)
            continue;
        std::size_t const distance = edit_distance(wanted, lower_case(candidate));
        // One change in a name of one byte is another name.
        if (distance > allowed || distance >= longer || (best != nullptr && distance >= best_distance))
            continue;
        best = &candidate;
        best_distance = distance;
    }
    return best == nullptr ? std::string{} : *best;
}

} // namespace tickhub::config
