// What every request passes first: where it comes from, who asks, and whether they may.
#pragma once

#include "http/authority.hpp"
#include "http/cookie.hpp"
#include "http/identity.hpp"
#include "http/login_body.hpp"
#include "http/request_reader.hpp"
#include "http/response.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::http {

struct place;

/// The other end of a connection.
struct visitor {
    std::string address; ///< without its port
    http::scheme scheme = http::scheme::http;
};

struct admission {
    std::optional<response> answer;      ///< refused, or answered by the gate itself
    std::optional<credentials> login;    ///< to be checked: authority::log_in, then answer_login
    std::shared_ptr<identity const> who; ///< empty: nobody has logged in, and nobody has to
    std::vector<std::string> lines;      ///< header lines of the answer, whoever gives it
};

/// Judges a request for this path. Without an authority nobody can log in, and no rule asks for it. [any thread]
[[nodiscard]] admission admit(authority* auth, place const& at, received_request const& request, std::string_view path,
                              visitor const& from);

/// /login, /logout and /renew.
[[nodiscard]] bool is_auth_path(std::string_view path) noexcept;

/// What a login came to.
[[nodiscard]] response answer_login(login_outcome const& outcome, scheme over);

} // namespace tickhub::http
