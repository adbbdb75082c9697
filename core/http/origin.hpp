// Whether a page may use this hub from where it was loaded: the `Origin` of a request, and CORS.
#pragma once

#include "http/cookie.hpp"
#include "http/request_reader.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::http {

enum class came_from : std::uint8_t {
    program,  ///< says no origin: no page of a browser
    own_page, ///< the same scheme, host and port
    allowed,  ///< one of the listener's allowed_origins
    elsewhere ///< any other, and what hides its origin
};

[[nodiscard]] came_from origin_of(received_request const& request, scheme over, std::span<std::string const> allowed);

/// The header lines that let a page of this origin read the answer.
[[nodiscard]] std::vector<std::string> cors_lines(received_request const& request, came_from where,
                                                  std::span<std::string const> allowed);

/// A browser's question whether a page may make a request.
[[nodiscard]] bool is_preflight(received_request const& request) noexcept;

/// The further lines of the answer to one whose origin may.
[[nodiscard]] std::vector<std::string> preflight_lines();

} // namespace tickhub::http
