// What a client sends to log in.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tickhub::http {

struct credentials {
    std::string user;
    std::string password;
};

inline constexpr std::size_t longest_login = 4096; ///< bytes of the body

/// Reads `{"user": …, "password": …}` (application/json), or the same two of a form
/// (application/x-www-form-urlencoded). Otherwise nothing, and what is wanted in `why`, which shows nothing of the
/// body. [any thread]
[[nodiscard]] std::optional<credentials> read_login(std::string_view content_type, std::string_view body,
                                                    std::string& why);

/// Whether it is the kind of body that a page of another site can send without asking first.
[[nodiscard]] bool is_form(std::string_view content_type) noexcept;

} // namespace tickhub::http
