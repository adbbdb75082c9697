// The cookie that carries a browser's token.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tickhub::http {

enum class scheme : std::uint8_t { http, https };

/// Under TLS no other host and no plain connection can have set it: that is what the prefix makes browsers see to.
[[nodiscard]] constexpr std::string_view cookie_name(scheme over) noexcept {
    return over == scheme::https ? "__Host-tickhub" : "tickhub";
}

/// The token in a `Cookie` header; empty when there is none, or more than one.
[[nodiscard]] std::string_view token_in_cookie(std::string_view header, scheme over) noexcept;

/// The header line that gives it to the browser, for that many seconds; 0 takes it back.
[[nodiscard]] std::string set_cookie(std::string_view token, std::int64_t seconds, scheme over);

} // namespace tickhub::http
