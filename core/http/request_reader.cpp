#include "http/request_reader.hpp"

#include "http/head_lines.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <iterator>

namespace tickhub::http {

namespace beast = boost::beast;

struct request_reader::parser {
    explicit parser(request_limits const& limits) {
        reader.header_limit(static_cast<std::uint32_t>(limits.header));
        reader.body_limit(limits.body);
        reader.eager(false); // so that the head is checked before the body is looked at
    }
    beast::http::request_parser<beast::http::string_body> reader;
    head_lines lines;
    std::size_t looked_at = 0; // how much of unread_ `lines` has taken
    bool begun = false;
    bool head_checked = false;
    std::size_t head_fields = 0; // without a chunked body's trailer
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

// A version that is one, though none that is spoken here; else the request line is broken.
bool names_a_version(std::string_view request) noexcept {
    std::string_view const line = request.substr(0, request.find("\r\n"));
    auto const digit = [](char c) { return c >= '0' && c <= '9'; };
    constexpr std::string_view form = " HTTP/1.1";
    if (line.size() < form.size())
        return false;
    std::string_view const version = line.substr(line.size() - form.size());
    return version.substr(0, 6) == form.substr(0, 6) && digit(version[6]) && version[7] == '.' && digit(version[8]);
}

template <class Message>
std::size_t field_count(Message const& message) {
    return static_cast<std::size_t>(std::distance(message.begin(), message.end()));
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
    if (auto const wrong = parser_->lines.feed(std::string_view{unread_}.substr(parser_->looked_at)); !wrong.empty())
        return refuse(400, "this is not an HTTP request: " + std::string{wrong});
    parser_->looked_at = unread_.size();
    while (!reader.is_done()) {
        // Wherever a chunked body stands, `0 CR LF CR LF` at least is still to come; the parser asserts that it never
        // looks at less of it for the second time.
        constexpr std::size_t shortest_end = 5;
        if (reader.is_header_done() && reader.chunked() && unread_.size() < shortest_end)
            break;
        beast::error_code error;
        std::size_t const used = reader.put(boost::asio::buffer(unread_), error);
        unread_.erase(0, used);
        parser_->looked_at -= used;
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
        if (error == beast::http::error::bad_version && names_a_version(unread_))
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
    // Of a chunk's first line, and of headers behind the body, the parser takes nothing before it has the whole.
    if (!reader.is_done() && reader.is_header_done() && unread_.size() > limits_.header)
        return refuse(413, limit_text("a chunk's first line", limits_.header));
    if (!reader.is_done())
        return progress::needs_more;
    // The parser puts them among the headers, where what they say has been looked at already.
    if (field_count(reader.get()) != parser_->head_fields)
        return refuse(400, "headers behind the body are not accepted");
    return progress::complete;
}

request_reader::progress request_reader::check_head() {
    parser_->head_checked = true;
    auto const& head = parser_->reader.get();
    parser_->head_fields = field_count(head);
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
    if (encodings == 1 && lower(view(head[beast::http::field::transfer_encoding])) != "chunked")
        return refuse(501, "the only transfer coding that this server reads is chunked");
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
