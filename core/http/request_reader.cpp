#include "http/request_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>

namespace tickhub::http {

namespace beast = boost::beast;

struct request_reader::parser {
    explicit parser(request_limits const& limits) {
        reader.header_limit(static_cast<std::uint32_t>(limits.header));
        reader.body_limit(limits.body);
        reader.eager(true);
    }
    beast::http::request_parser<beast::http::string_body> reader;
    bool begun = false;
    bool head_checked = false;
};

namespace {

char to_lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), to_lower);
    return out;
}

std::string_view view(beast::string_view text) noexcept {
    return {text.data(), text.size()};
}

std::string limit_text(std::string_view what, std::size_t limit) {
    return std::string{what} + " may have " + std::to_string(limit) + " bytes here";
}

} // namespace

std::string_view received_request::header(std::string_view name) const noexcept {
    auto const found = std::find_if(headers.begin(), headers.end(), [&](auto const& h) { return h.first == name; });
    return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

request_reader::request_reader(request_limits const& limits)
    : limits_{limits}
    , parser_{std::make_unique<parser>(limits)} {}

request_reader::~request_reader() = default;

bool request_reader::begun() const noexcept {
    return parser_->begun || !unread_.empty();
}

request_reader::progress request_reader::feed(std::string_view bytes) {
    unread_.append(bytes);
    return advance();
}

request_reader::progress request_reader::advance() {
    auto& reader = parser_->reader;
    while (!reader.is_done()) {
        beast::error_code error;
        std::size_t const used = reader.put(boost::asio::buffer(unread_), error);
        unread_.erase(0, used);
        parser_->begun = parser_->begun || used != 0;
        if (error == beast::http::error::need_more)
            error = {};
        if (error == beast::http::error::header_limit) {
            bool const in_request_line = !parser_->begun && unread_.find('\n') == std::string::npos;
            return in_request_line ? refuse(414, limit_text("a request line", limits_.header))
                                   : refuse(431, limit_text("a request line and its headers", limits_.header));
        }
        if (error == beast::http::error::body_limit)
            return refuse(413, limit_text("a request's body", limits_.body));
        if (error == beast::http::error::bad_version)
            return refuse(505, "this server speaks HTTP/1.1");
        if (error)
            return refuse(400, "this is not an HTTP request: " + error.message());
        if (reader.is_header_done() && !parser_->head_checked) {
            if (progress const found = check_head(); found != progress::needs_more)
                return found;
        }
        if (used == 0 || unread_.empty())
            break;
    }
    return reader.is_done() ? progress::complete : progress::needs_more;
}

request_reader::progress request_reader::check_head() {
    parser_->head_checked = true;
    auto const& head = parser_->reader.get();
    if (head.target().size() > limits_.target)
        return refuse(414, limit_text("a URL", limits_.target));
    std::size_t const hosts = head.count(beast::http::field::host);
    if (hosts > 1 || (hosts == 0 && head.version() == 11))
        return refuse(400, "an HTTP/1.1 request has one Host header");
    // A proxy that reads either header otherwise than we do would let a request be smuggled past it.
    std::size_t const encodings = head.count(beast::http::field::transfer_encoding);
    if (encodings > 1 || (encodings == 1 && (head.count(beast::http::field::content_length) != 0 ||
                                             head.version() != 11 || !parser_->reader.chunked())))
        return refuse(400, "the headers don't agree on how long the body is");
    if (head.count(beast::http::field::content_length) > 1)
        return refuse(400, "there is more than one Content-Length header");
    if (!parser_->reader.is_done() && unread_.empty() && head.version() == 11 &&
        lower(view(head[beast::http::field::expect])) == "100-continue")
        return progress::wants_continue;
    return progress::needs_more;
}

received_request request_reader::take() {
    auto message = parser_->reader.release();
    received_request result;
    result.method = std::string{view(message.method_string())};
    result.target = std::string{view(message.target())};
    for (auto const& field : message) {
        std::string name = lower(view(field.name_string()));
        auto const same =
            std::find_if(result.headers.begin(), result.headers.end(), [&](auto const& h) { return h.first == name; });
        if (same == result.headers.end())
            result.headers.emplace_back(std::move(name), std::string{view(field.value())});
        else
            same->second.append(", ").append(view(field.value()));
    }
    result.http_1_0 = message.version() == 10;
    result.keep_alive = message.keep_alive() && !result.http_1_0;
    result.body = std::move(message.body());
    parser_ = std::make_unique<parser>(limits_);
    return result;
}

request_reader::progress request_reader::refuse(unsigned status, std::string text) {
    why_ = {status, std::move(text)};
    return progress::refused;
}

} // namespace tickhub::http
