// Where a listener listens, as it is written: `127.0.0.1:8080`, `[::1]:8080`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tickhub::config {

struct listen_address {
    std::string host; ///< a numeric IPv4 or IPv6 address, in its canonical form, without brackets
    std::uint16_t port = 0;
};

struct parsed_address {
    std::optional<listen_address> value;
    std::string fault; ///< "must be …; found …"
};

/// Numbers only: a name could mean another address tomorrow. [any thread]
[[nodiscard]] parsed_address parse_listen_address(std::string_view text);

/// Whether the second could not be bound beside the first: the same port, and the same address or one that stands for
/// all. Port 0 never clashes. [any thread]
[[nodiscard]] bool clash(listen_address const& a, listen_address const& b);

} // namespace tickhub::config
