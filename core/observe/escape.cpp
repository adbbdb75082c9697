#include "observe/escape.hpp"

namespace tickhub::observe {
namespace {

void append(std::string& out, char c) {
    constexpr char hex[] = "0123456789abcdef";
    auto const byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
        out += "\\u00";
        out += hex[byte >> 4];
        out += hex[byte & 15];
    } else {
        out += c;
    }
}

} // namespace

std::string one_line(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (char const c : text)
        append(out, c);
    return out;
}

std::string json_escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (char const c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        append(out, c);
    }
    return out;
}

} // namespace tickhub::observe
