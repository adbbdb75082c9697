#include "http/seat.hpp"

namespace tickhub::http {

namespace {

// A few more than allowed are let in, to be told so.
constexpr std::size_t told_at_once = 64;
constexpr std::size_t told_at_once_per_address = 16;

seat::welcome over(std::size_t open, std::size_t limit, std::size_t told) noexcept {
    if (open < limit)
        return seat::welcome::served;
    return open < limit + told ? seat::welcome::told : seat::welcome::none;
}

} // namespace

seat::seat(http::site& site, std::shared_ptr<http::place> place, transport::socket const& socket)
    : site_{site}
    , place_{std::move(place)} {
    std::size_t const open = place_->connections.fetch_add(1, std::memory_order_relaxed);
    site_.nobody.hold();
    welcome_ = over(open, place_->options.max_connections, told_at_once);
    if (welcome_ != welcome::served)
        refuse(refusal_reason::connections);
    find_address(socket);
}

seat::~seat() {
    if (!place_)
        return;
    if (address_ != nullptr)
        place_->neighbours.leave(*address_, std::chrono::steady_clock::now());
    place_->connections.fetch_sub(1, std::memory_order_relaxed);
    site_.nobody.release();
}

void seat::find_address(transport::socket const& socket) {
    auto const& options = place_->options;
    if (options.connections_per_address == 0 && options.requests_per_second == 0)
        return;
    boost::system::error_code gone;
    auto const peer = socket.remote_endpoint(gone);
    if (gone)
        return; // it has left already
    auto const [who, connections] = place_->neighbours.enter(network_of(peer.address()));
    address_ = who;
    if (options.connections_per_address == 0 || welcome_ != welcome::served)
        return;
    welcome_ = over(connections, options.connections_per_address, told_at_once_per_address);
    if (welcome_ != welcome::served)
        refuse(refusal_reason::connections_per_address);
}

std::chrono::nanoseconds seat::ask(steady_time now) noexcept {
    if (address_ == nullptr || place_->options.requests_per_second == 0)
        return std::chrono::nanoseconds{0};
    auto const wait = address_->requests.take(rate{place_->options.requests_per_second}, now);
    if (wait.count() != 0)
        refuse(refusal_reason::requests_per_second);
    return wait;
}

void seat::refuse(refusal_reason why) noexcept {
    site_.counters.refused[static_cast<std::size_t>(why)].fetch_add(1, std::memory_order_relaxed);
}

} // namespace tickhub::http
