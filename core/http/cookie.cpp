#include "http/cookie.hpp"

namespace tickhub::http {

std::string_view token_in_cookie(std::string_view header, scheme over) noexcept {
    std::string_view found;
    while (!header.empty()) {
        auto const end = header.find_first_of(";,"); // several headers are joined by a comma
        std::string_view pair = header.substr(0, end);
        header.remove_prefix(end == std::string_view::npos ? header.size() : end + 1);
        while (pair.starts_with(' '))
            pair.remove_prefix(1);
        auto const equals = pair.find('=');
        if (equals == std::string_view::npos || pair.substr(0, equals) != cookie_name(over))
            continue;
        if (!found.empty())
            return {}; // somebody has planted a second one, and nothing tells which
        found = pair.substr(equals + 1);
    }
    return found;
}

std::string set_cookie(std::string_view token, std::int64_t seconds, scheme over) {
    std::string line = "Set-Cookie: ";
    line.append(cookie_name(over)).append("=").append(token);
    line += "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds);
    if (over == scheme::https)
        line += "; Secure";
    return line;
}

} // namespace tickhub::http
