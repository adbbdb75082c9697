// Clients of a WebSocket echo: each keeps a number of messages in flight, for a while.
#pragma once

#include <cstdint>

namespace bench {

struct round_trips {
    double per_second = 0;
    double p50_us = 0;
    double p99_us = 0;
};

/// Connects to ws://127.0.0.1:port/echo, and measures for so long on the calling thread. Ends the program when an echo
/// is wrong or missing.
round_trips talk(std::uint16_t port, int clients, int in_flight, double seconds);

} // namespace bench
