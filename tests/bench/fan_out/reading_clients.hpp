// Many clients of one stream, in a process and on a core of their own, so that their CPU time isn't the server's.
#pragma once

#include "tools/child_process.hpp"
#include "tools/stream_socket.hpp"

#include <cstdint>

namespace bench {

struct reading {
    std::uint16_t port = 0;
    int clients = 0;
    wire how = wire::event_stream;
    char const* target = "/stream";
    int look_at_every = 1; ///< of so many events one's time is looked at
    double seconds = 0;    ///< reads for so long after the first event; 0: until the server closes
};

struct read_events {
    std::uint64_t events = 0;  ///< `trades`, delivered to all clients together
    std::uint64_t missing = 0; ///< that `gap`s tell of
    double p50_ms = 0;         ///< from before publishing to after reading
    double p99_ms = 0;
    double seconds = 0; ///< from the first event to the last
    double bytes = 0;   ///< of an event or message, on average, without its chunk or frame
};

/// Each event ends in its time of publishing, in nanoseconds of CLOCK_MONOTONIC.
class reading_clients {
public:
    /// Returns when all have asked for the stream.
    explicit reading_clients(reading const& what);
    /// Waits for the clients' end.
    [[nodiscard]] read_events finish() { return process_.talk().hear<read_events>(); }

private:
    child_process process_;
};

} // namespace bench
