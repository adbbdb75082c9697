#include "http/neighbours.hpp"

namespace tickhub::http {

std::uint64_t network_of(boost::asio::ip::address const& address) {
    if (address.is_v4())
        return std::uint64_t{0xffff} << 32 | address.to_v4().to_uint(); // as in ::ffff:0:0/96, which is no client's
    std::uint64_t network = 0;
    auto const bytes = address.to_v6().to_bytes();
    for (std::size_t i = 0; i < 8; ++i)
        network = network << 8 | bytes[i];
    return network;
}

neighbours::arrival neighbours::enter(std::uint64_t network) {
    std::lock_guard const lock{mutex_};
    auto const [at, fresh] = known_.try_emplace(network);
    neighbour& who = at->second;
    if (fresh)
        who.network = network;
    else if (who.connections == 0)
        --absent_;
    return {&who, who.connections++};
}

// Whoever has just asked too often must not be able to start anew by connecting again.
void neighbours::leave(neighbour& who, steady_time now) {
    std::lock_guard const lock{mutex_};
    if (--who.connections != 0)
        return;
    if (who.requests.full(now)) {
        known_.erase(who.network);
        return;
    }
    if (++absent_ > most_absent)
        forget(now);
}

// Those that have rested; if all are busy, all the same: memory is bounded.
void neighbours::forget(steady_time now) {
    auto const forget_if = [&](auto const& gone) {
        absent_ -= std::erase_if(
            known_, [&](auto const& known) { return known.second.connections == 0 && gone(known.second); });
    };
    forget_if([now](neighbour const& who) { return who.requests.full(now); });
    if (absent_ > most_absent / 2)
        forget_if([](neighbour const&) { return true; });
}

std::size_t neighbours::size() const {
    std::lock_guard const lock{mutex_};
    return known_.size();
}

} // namespace tickhub::http
