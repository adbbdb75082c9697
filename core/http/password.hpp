// Passwords as they are kept: Argon2id, by libsodium.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tickhub::http {

inline constexpr std::size_t shortest_password = 8;
inline constexpr std::size_t longest_password = 512; ///< bytes

/// Its hash, with a salt of its own, as a PHC string. Takes 50 to 100 ms of one core and 64 MiB. [any thread]
[[nodiscard]] std::string hash_password(std::string_view password);

/// Whether the hash is this password's; costs the same whatever the answer is. [any thread]
[[nodiscard]] bool verify_password(std::string const& hash, std::string_view password);

} // namespace tickhub::http
