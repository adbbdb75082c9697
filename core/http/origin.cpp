#include "http/origin.hpp"

#include <algorithm>

namespace tickhub::http {

namespace {

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

// As a browser writes it in an Origin: without the scheme's own port.
std::string own_origin(std::string_view host, scheme over) {
    std::string_view const port = over == scheme::https ? ":443" : ":80";
    if (host.ends_with(port))
        host.remove_suffix(port.size());
    return (over == scheme::https ? "https://" : "http://") + lower(host);
}

} // namespace

came_from origin_of(received_request const& request, scheme over, std::span<std::string const> allowed) {
    std::string_view const origin = request.header("origin");
    if (origin.empty()) {
        // A browser that sends no Origin with a request of its own page says at least where that page is from.
        std::string_view const site = request.header("sec-fetch-site");
        if (site.empty())
            return came_from::program;
        return site == "same-origin" || site == "none" ? came_from::own_page : came_from::elsewhere;
    }
    if (std::find(allowed.begin(), allowed.end(), origin) != allowed.end())
        return came_from::allowed;
    std::string_view const host = request.header("host");
    return !host.empty() && origin == own_origin(host, over) ? came_from::own_page : came_from::elsewhere;
}

std::vector<std::string> cors_lines(received_request const& request, came_from where,
                                    std::span<std::string const> allowed) {
    if (allowed.empty())
        return {};
    // Whoever keeps answers must keep them apart by Origin, those without one too.
    std::vector<std::string> lines{"Vary: Origin"};
    if (where == came_from::allowed) {
        lines.push_back("Access-Control-Allow-Origin: " + std::string{request.header("origin")});
        lines.emplace_back("Access-Control-Allow-Credentials: true");
    }
    return lines;
}

bool is_preflight(received_request const& request) noexcept {
    return request.method == "OPTIONS" && !request.header("origin").empty() &&
           !request.header("access-control-request-method").empty();
}

std::vector<std::string> preflight_lines() {
    return {"Access-Control-Allow-Methods: GET, HEAD, POST, PUT, DELETE",
            "Access-Control-Allow-Headers: Authorization, Content-Type, Last-Event-ID", "Access-Control-Max-Age: 600"};
}

} // namespace tickhub::http
