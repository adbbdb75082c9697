#include "config/utf8.hpp"

namespace tickhub::config {
namespace {

// The length of the well-formed character at the front of the text; 0 when there is none. RFC 3629, section 4.
std::size_t character_size(std::string_view text) noexcept {
    auto const byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    unsigned char const first = byte(0);
    if (first < 0x80)
        return 1;
    std::size_t const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() < size)
        return 0;
    unsigned char const low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    unsigned char const high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (byte(1) < low || byte(1) > high)
        return 0;
    for (std::size_t i = 2; i < size; ++i) {
        if ((byte(i) & 0xc0) != 0x80)
            return 0;
    }
    return size;
}

} // namespace

std::size_t first_invalid_utf8(std::string_view text) noexcept {
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t const size = character_size(text.substr(at));
        if (size == 0)
            return at;
        at += size;
    }
    return at;
}

} // namespace tickhub::config
