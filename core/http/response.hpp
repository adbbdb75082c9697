// Responses that are no stream, and the head of those that are.
#pragma once

#include "http/frame.hpp"

#include <chrono>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::http {

struct response {
    unsigned status = 200;
    std::string content_type = "text/plain; charset=utf-8";
    std::string body;
    std::shared_ptr<std::string const> shared_body; ///< instead of body: a file that many connections send at once
    std::vector<std::string> headers;               ///< further ones, each "Name: value"

    [[nodiscard]] std::string_view content() const noexcept {
        return shared_body ? std::string_view{*shared_body} : std::string_view{body};
    }
};

/// A short text for people; ends in a line break.
[[nodiscard]] response text_response(unsigned status, std::string_view text);

/// What a sink's answer 405 to a request of this method must say beside: which methods are served, and that it is not
/// to be kept. A sink that answers 405 is taken to serve GET and HEAD, but for the method that it refuses.
void add_headers_of_405(response& to, std::string_view refused_method);

enum class after_response { keep_open, close };

/// The status line and the headers of a response, up to the body. Every response says that its type is meant.
[[nodiscard]] std::string response_head(response const& what, after_response then, std::time_t now);

/// The same for an event stream; `more` are further lines, each "Name: value".
[[nodiscard]] std::string stream_head(framing how, std::time_t now, std::vector<std::string> const& more = {});

/// What EventSource understands of an overloaded server: a 200 whose stream says only when to come back. Any other
/// status would make it give up for good.
[[nodiscard]] response come_back_later(std::chrono::milliseconds delay);

} // namespace tickhub::http
