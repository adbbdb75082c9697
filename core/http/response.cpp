#include "http/response.hpp"

#include <boost/beast/http/status.hpp>

#include <array>

namespace tickhub::http {

namespace {

// No guessing at types, no URL of ours told to others, and no use by pages of other sites that were not let in.
constexpr char const* security_lines = "X-Content-Type-Options: nosniff\r\n"
                                       "Referrer-Policy: no-referrer\r\n"
                                       "Cross-Origin-Resource-Policy: same-origin\r\n";

// "Sun, 06 Nov 1994 08:49:37 GMT", whatever the locale.
std::string http_date(std::time_t when) {
    static constexpr std::array<char const*, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<char const*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm utc{};
    ::gmtime_r(&when, &utc);
    auto const two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return std::string{days[static_cast<std::size_t>(utc.tm_wday)]} + ", " + two(utc.tm_mday) + " " +
           months[static_cast<std::size_t>(utc.tm_mon)] + " " + std::to_string(utc.tm_year + 1900) + " " +
           two(utc.tm_hour) + ":" + two(utc.tm_min) + ":" + two(utc.tm_sec) + " GMT";
}

std::string status_line(unsigned status, std::time_t now) {
    auto const reason = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
    return "HTTP/1.1 " + std::to_string(status) + " " + std::string{reason.data(), reason.size()} +
           "\r\nDate: " + http_date(now) + "\r\n";
}

} // namespace

response text_response(unsigned status, std::string_view text) {
    response result;
    result.status = status;
    result.body = std::string{text} + "\n";
    result.headers.emplace_back("Cache-Control: no-store");
    return result;
}

void add_headers_of_405(response& to, std::string_view refused_method) {
    if (refused_method == "GET")
        to.headers.emplace_back("Allow: ");
    else
        to.headers.emplace_back(refused_method == "HEAD" ? "Allow: GET" : "Allow: GET, HEAD");
    to.headers.emplace_back("Cache-Control: no-store");
}

std::string response_head(response const& what, after_response then, std::time_t now) {
    std::string head = status_line(what.status, now);
    bool const bodiless = what.status == 204 || what.status == 304;
    if (!bodiless) {
        head += "Content-Type: " + what.content_type + "\r\n";
        head += "Content-Length: " + std::to_string(what.content().size()) + "\r\n";
    }
    bool has_policy = false;
    for (std::string const& header : what.headers) {
        head += header + "\r\n";
        has_policy = has_policy || header.starts_with("Content-Security-Policy:");
    }
    head += security_lines;
    if (!has_policy)
        head += "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";
    if (then == after_response::close)
        head += "Connection: close\r\n";
    return head + "\r\n";
}

std::string stream_head(framing how, std::time_t now, std::vector<std::string> const& more) {
    std::string head = status_line(200, now) + "Content-Type: text/event-stream; charset=utf-8\r\n"
                                               "Cache-Control: no-store\r\n"
                                               "X-Accel-Buffering: no\r\n"
                                               "Connection: close\r\n";
    head += security_lines;
    for (std::string const& line : more)
        head += line + "\r\n";
    return head + (how == framing::chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n");
}

response come_back_later(std::chrono::milliseconds delay) {
    response result;
    result.content_type = "text/event-stream; charset=utf-8";
    result.body = "retry: " + std::to_string(delay.count()) + "\n\n";
    result.headers = {"Cache-Control: no-store", "X-Accel-Buffering: no"};
    return result;
}

} // namespace tickhub::http
