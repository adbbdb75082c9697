// One server under an even load: what it costs and how late it is.
#pragma once

#include "fan_out/broadcaster.hpp"
#include "fan_out/reading_clients.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace bench {

struct contender {
    std::string name;
    wire how = wire::event_stream;
    std::function<std::unique_ptr<broadcaster>()> make;
};

struct load {
    int clients = 100;
    int events_per_second = 1000; ///< 0: as fast as it goes
    double seconds = 3;
};

struct measured {
    double cpu_us = 0;       ///< of the server, per delivered event
    double user_samples = 0; ///< outside the kernel; -1 when that can't be had
    double all_samples = 0;
    read_events seen;
};

/// In a process of its own. Ends the program when events are lost.
[[nodiscard]] measured run(contender const& what, load const& how_much);

} // namespace bench
