// Tokens: JSON Web Tokens (RFC 7519) signed with HMAC-SHA256, made and read by this hub alone.
#pragma once

#include "http/identity.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace tickhub::http {

struct token_key {
    std::string id; ///< the tokens' `kid`
    std::array<unsigned char, 32> secret{};
    unix_time retired = 0; ///< 0: makes new tokens; otherwise those made up to then are good
};

struct token_rules {
    std::string issuer;
    unix_time longest_lifetime = 3600; ///< from `iat` to `exp`
    unix_time leeway = 5;              ///< for an `iat` before which the clock was set back; `exp` has none
};

enum class token_fault { malformed, unknown_key, forged, expired, not_yet, foreign, revoked };

inline constexpr std::size_t longest_token = 4096; ///< bytes

/// The token that says this of a user, good from `now` on; `id` is its `jti`.
[[nodiscard]] std::string sign_token(identity const& who, std::string_view id, unix_time now, token_rules const& rules,
                                     token_key const& key);

/// Whom a token speaks of. Its first part must be, byte for byte, the one that the hub itself writes for a key that it
/// has: so there is no algorithm, key or type to be talked into. Nothing else of it is looked at before the signature
/// has been found good. [any thread]
[[nodiscard]] std::variant<identity, token_fault> read_token(std::string_view token, unix_time now,
                                                             token_rules const& rules, std::span<token_key const> keys);

/// What a client is told.
[[nodiscard]] std::string_view text_of(token_fault fault) noexcept;

/// 128 random bits, in 22 characters that mean nothing in URLs, cookies and JSON. [any thread]
[[nodiscard]] std::string random_name();

} // namespace tickhub::http
