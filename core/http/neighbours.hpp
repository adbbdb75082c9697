// Who is connected to a listener, by address: how many connections each has, and how often it has asked of late.
#pragma once

#include "http/token_bucket.hpp"

#include <boost/asio/ip/address.hpp>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <unordered_map>

namespace tickhub::http {

/// An IPv4 address, or an IPv6 network of 64 bits: one client has all of these addresses.
[[nodiscard]] std::uint64_t network_of(boost::asio::ip::address const& address);

/// One address.
struct neighbour {
    std::uint64_t network = 0;
    std::size_t connections = 0; // under the table's mutex
    token_bucket requests;       ///< [any thread]
};

/// Locked when a connection comes and when it goes, and no more often. [any thread]
class neighbours {
public:
    /// So many addresses are remembered without a connection, while their buckets fill again; others are forgotten.
    static constexpr std::size_t most_absent = 4096;

    struct arrival {
        neighbour* who;          ///< there until its last leave
        std::size_t connections; ///< the new one not counted
    };
    [[nodiscard]] arrival enter(std::uint64_t network);
    void leave(neighbour& who, steady_time now);

    /// Those that are remembered.
    [[nodiscard]] std::size_t size() const;

private:
    void forget(steady_time now);

    mutable std::mutex mutex_;
    std::unordered_map<std::uint64_t, neighbour> known_; // whose elements stay where they are
    std::size_t absent_ = 0;                             // without a connection
};

} // namespace tickhub::http
