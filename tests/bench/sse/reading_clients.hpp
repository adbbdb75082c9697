// Many clients of one event stream, in a process of their own, so that their CPU time isn't the server's.
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace bench {

struct latencies {
    std::uint64_t events = 0; ///< delivered to all clients together
    double p50_ms = 0;        ///< from before publishing to after reading
    double p99_ms = 0;
};

/// Each event's data holds its time of publishing as `"t":<nanoseconds of CLOCK_MONOTONIC>`.
class reading_clients {
public:
    /// Forks. The clients connect to the port on loopback, ask for /stream, and read until the server closes.
    reading_clients(std::uint16_t port, int count);
    /// Waits for the clients' end.
    latencies finish();

private:
    pid_t child_;
    int results_;
};

/// CLOCK_MONOTONIC in nanoseconds.
std::uint64_t monotonic_ns();

} // namespace bench
