#include "routing/record_traits.hpp"

#include <tickhub/events.hpp>

namespace tickhub::routing {

std::uint64_t state_detail(tickhub_event_header const& record) noexcept {
    event const e{record};
    if (auto const* bar = e.as<tickhub_ohlcv>())
        return bar->interval;
    if (auto const* movers = e.as<tickhub_movers>()) {
        std::uint64_t hash = 0xcbf29ce484222325U;
        for (char c : e.text(movers->universe))
            hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
        return hash;
    }
    return 0;
}

} // namespace tickhub::routing
