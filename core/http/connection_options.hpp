// How a sink opens a connection.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace tickhub::http {

struct websocket_options {
    std::string subprotocol;         ///< one that the client offers, or none
    std::size_t longest_message = 0; ///< bytes that the client may send at once
};

struct connection_options {
    std::chrono::nanoseconds heartbeat = std::chrono::seconds{15};
    std::chrono::milliseconds retry{0};         ///< event streams: what the client is told first; 0 = nothing
    std::uint64_t epoch = 0;                    ///< of the sink's numbering
    std::uint64_t sequence = 0;                 ///< the client needs nothing up to here
    bool paced = false;                         ///< the replay waits for this client
    bool resumes = false;                       ///< resume follows: nothing but the control lane leaves before
    std::optional<websocket_options> websocket; ///< an event stream without
};

} // namespace tickhub::http
