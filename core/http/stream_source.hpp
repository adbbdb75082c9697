// What the streams of one sink share on one I/O thread.
#pragma once

#include "http/frame_pool.hpp"
#include "http/history.hpp"
#include "http/keyed_cells.hpp"
#include "http/state_cells.hpp"
#include "http/tally.hpp"

#include <atomic>
#include <cstdint>

namespace tickhub::http {

/// By its I/O thread alone, the counters excepted. Members end in the reverse order: frames go home before their pool.
struct stream_source {
    frame_pool pool; ///< for what the server says itself: gaps, heartbeats
    state_cells cells;
    keyed_cells keyed;
    http::history history;
    std::uint64_t latest_sequence = 0;              ///< the highest number that the sink has sent so far
    std::atomic<std::uint64_t> lost_at_handover{0}; ///< the last kept message that never came here; written by the sink
    shared_tally books;
    counter bytes_sent;
    counter slow_closes;
    counter refused_joins;
    counter streams;
    counter received;            ///< messages of WebSockets
    counter throttled;           ///< times that a WebSocket's next message had to wait for a token
    bool has_websockets = false; ///< or had: what is current has a form for them
};

} // namespace tickhub::http
