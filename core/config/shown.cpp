#include "config/shown.hpp"

#include <cstddef>

namespace tickhub::config {

std::string shown(std::string_view text) {
    constexpr std::size_t longest = 60;
    std::size_t size = text.size();
    if (size > longest) {
        size = longest;
        while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80)
            --size; // not within a character
    }
    std::string result = "`";
    for (char const c : text.substr(0, size))
        result += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    return result + (size < text.size() ? "…`" : "`");
}

std::string or_list(std::vector<std::string> const& words) {
    std::string result;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0)
            result += i + 1 == words.size() ? " or " : ", ";
        result += words[i];
    }
    return result;
}

} // namespace tickhub::config
