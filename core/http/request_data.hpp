// A request on its way from an I/O thread to a sink.
#pragma once

#include "http/access_rules.hpp"
#include "http/identity.hpp"

#include <tickhub/abi.h>

#include <cstdint>
#include <memory>
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

    std::shared_ptr<identity const> who;        ///< empty: nobody has logged in
    std::vector<tickhub_text> accounts;         ///< of `who`
    std::shared_ptr<access_rules const> access; ///< of its listener

    void set_identity(std::shared_ptr<identity const> whose);

    /// The request as a plugin's on_request takes it: good as long as this object neither moves nor ends.
    [[nodiscard]] tickhub_request view() const noexcept;
};

} // namespace tickhub::http
