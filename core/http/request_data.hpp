// A request on its way from an I/O thread to a sink.
#pragma once

#include <tickhub/abi.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace tickhub::http {

/// Owns everything that a tickhub_request shows.
struct request_data {
    tickhub_request_id id = 0;
    std::uint32_t mount = 0;
    bool wants_websocket = false; ///< and may have one
    std::string method;
    std::string path; ///< normalised, percent-decoded
    std::string body;
    std::string remote;                                       ///< the peer's address, without its port
    std::vector<std::pair<std::string, std::string>> query;   ///< decoded; equal names are joined by ","
    std::vector<std::pair<std::string, std::string>> headers; ///< names in lower case; equal names are joined by ", "

    /// The request as a plugin's on_request takes it: good as long as this object neither moves nor ends.
    [[nodiscard]] tickhub_request view() const noexcept;
};

} // namespace tickhub::http
