#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace tickhub {

/// U+FFFD, what stands for bytes that aren't UTF-8.
inline constexpr std::string_view replacement_character = "\xef\xbf\xbd";

struct utf8_step {
    std::size_t size = 0; ///< bytes, at least 1
    bool valid = false;   ///< whether they are one character
};

/// Looks at the first character of a text that isn't empty. For wrong bytes it gives the longest part that begins like
/// a character, or one byte, as the Unicode standard recommends for replacement (chapter 3.9, table 3-7 and "U+FFFD
/// substitution of maximal subparts"). [any thread]
constexpr utf8_step next_character(std::string_view text) {
    auto const byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    unsigned const lead = byte(0);
    if (lead < 0x80) {
        return {1, true};
    }
    if (lead < 0xc2 || lead > 0xf4) {
        return {1, false};
    }
    std::size_t const size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    // The second byte also keeps out overlong forms, surrogates and what lies above U+10FFFF.
    unsigned const lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    unsigned const highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    for (std::size_t i = 1; i < size; ++i) {
        bool const second = i == 1;
        if (i == text.size() || byte(i) < (second ? lowest : 0x80) || byte(i) > (second ? highest : 0xbf)) {
            return {i, false};
        }
    }
    return {size, true};
}

namespace detail {

/// For each byte, whether it may stand in a JSON string as it is and is a whole character.
inline constexpr auto plain_in_json = [] {
    std::array<bool, 256> plain{};
    for (std::size_t byte = 0x20; byte < 0x80; ++byte) {
        plain[byte] = byte != '"' && byte != '\\';
    }
    return plain;
}();

/// How many bytes at the front may be copied into a JSON string.
constexpr std::size_t plain_json_prefix(std::string_view text) {
    std::size_t size = 0;
    while (size < text.size() && plain_in_json[static_cast<unsigned char>(text[size])]) {
        ++size;
    }
    return size;
}

} // namespace detail

} // namespace tickhub
