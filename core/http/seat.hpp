// A connection's place among those that its listener, its address and the whole server have open.
#pragma once

#include "http/metrics.hpp"
#include "http/site.hpp"
#include "http/transport.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

namespace tickhub::http {

/// Goes with the connection from who reads its requests to who answers one for good. By its I/O thread alone.
class seat {
public:
    /// How a connection is received.
    enum class welcome : std::uint8_t {
        served,
        told, ///< that there is no room: over a limit
        none  ///< so many are told already that it is closed at once
    };

    /// Counts the refused ones.
    seat(http::site& site, std::shared_ptr<http::place> place, transport::socket const& socket);
    ~seat();
    seat(seat&& other) noexcept
        : site_{other.site_}
        , place_{std::move(other.place_)}
        , address_{other.address_}
        , welcome_{other.welcome_} {}
    seat& operator=(seat&&) = delete;

    [[nodiscard]] http::place& place() const noexcept { return *place_; }
    [[nodiscard]] std::shared_ptr<http::place> const& shared_place() const noexcept { return place_; }
    [[nodiscard]] welcome how() const noexcept { return welcome_; }
    /// One more request of this address: 0, or how long it has to wait, which is counted.
    [[nodiscard]] std::chrono::nanoseconds ask(steady_time now) noexcept;

private:
    void find_address(transport::socket const& socket);
    void refuse(refusal_reason why) noexcept;

    http::site& site_;
    std::shared_ptr<http::place> place_; // empty: given away
    neighbour* address_ = nullptr;       // where the listener limits addresses
    welcome welcome_ = welcome::served;
};

} // namespace tickhub::http
