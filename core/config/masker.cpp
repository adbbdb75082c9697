#include "config/masker.hpp"

#include <algorithm>

namespace tickhub::config {
namespace {

// A line of a secret shorter than this says little, and masking it would garble whole messages.
constexpr std::size_t shortest_line = 8;

} // namespace

void masker::add(std::string_view secret) {
    if (secret.empty())
        return;
    auto const insert = [this](std::string_view text) {
        auto const place = std::find_if(secrets_.begin(), secrets_.end(),
                                        [text](std::string const& known) { return known.size() <= text.size(); });
        if (std::find(secrets_.begin(), secrets_.end(), text) == secrets_.end())
            secrets_.insert(place, std::string{text});
    };
    insert(secret);
    if (secret.find('\n') == std::string_view::npos)
        return;
    while (!secret.empty()) {
        std::size_t const end = std::min(secret.find('\n'), secret.size());
        if (end >= shortest_line)
            insert(secret.substr(0, end));
        secret.remove_prefix(std::min(end + 1, secret.size()));
    }
}

std::string masker::mask(std::string_view text) const {
    std::string result;
    while (!text.empty()) {
        auto const hit = std::find_if(secrets_.begin(), secrets_.end(),
                                      [text](std::string const& secret) { return text.starts_with(secret); });
        if (hit != secrets_.end()) {
            result += "***";
            text.remove_prefix(hit->size());
        } else {
            result += text.front();
            text.remove_prefix(1);
        }
    }
    return result;
}

} // namespace tickhub::config
