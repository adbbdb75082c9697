// The load, the same for every server.
#pragma once

#include "fan_out/broadcaster.hpp"

#include <cstdint>

namespace bench {

/// Events of about 150 bytes on the wire at an even rate, or as fast as the server takes them when that is 0; returns
/// how many, once all have had the time to leave.
std::uint64_t publish_for(broadcaster& server, int events_per_second, double seconds);

} // namespace bench
