#include "http/utf8.hpp"

#include <cstddef>

namespace tickhub::http {

bool valid_utf8(std::string_view text) noexcept {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    for (std::size_t i = 0; i < text.size();) {
        unsigned char const lead = byte(i);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        // The second byte's range rules out long forms, surrogates and what is past the end.
        std::size_t length = 0;
        unsigned char low = 0x80;
        unsigned char high = 0xBF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            length = 2;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            length = 3;
            low = lead == 0xE0 ? 0xA0 : low;
            high = lead == 0xED ? 0x9F : high;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            length = 4;
            low = lead == 0xF0 ? 0x90 : low;
            high = lead == 0xF4 ? 0x8F : high;
        } else {
            return false;
        }
        if (i + length > text.size() || byte(i + 1) < low || byte(i + 1) > high)
            return false;
        for (std::size_t next = i + 2; next < i + length; ++next) {
            if (byte(next) < 0x80 || byte(next) > 0xBF)
                return false;
        }
        i += length;
    }
    return true;
}

} // namespace tickhub::http
