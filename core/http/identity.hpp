// Who asks: what is known of a client that has shown a token.
#pragma once

#include <tickhub/roles.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace tickhub::http {

using unix_time = std::int64_t; ///< seconds since 1970

struct identity {
    std::string user;
    role_set roles;
    std::vector<std::string> accounts;
    std::string session;          ///< from a login to its logout, over all renewals
    std::string key;              ///< that signed the token
    std::uint64_t generation = 0; ///< of the user, when the token was made
    unix_time logged_in = 0;
    unix_time expires = 0;
};

} // namespace tickhub::http
