// The grid of one I/O thread: a timer for each throttle step, set only while something waits for it.
#pragma once

#include "http/deadlines.hpp"
#include "http/gate.hpp"
#include "http/throttle.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace tickhub::http {

class port;

/// By its I/O thread alone.
class throttle_ticks {
public:
    /// What waits for the step in the port's groups is to be sent.
    using sender = std::function<void(port& whose, throttle_step step)>;

    /// `nothing_left` is held while something waits: a replay ends when its last values are out.
    throttle_ticks(http::deadlines& deadlines, gate& nothing_left, sender send);
    ~throttle_ticks();
    throttle_ticks(throttle_ticks const&) = delete;
    throttle_ticks& operator=(throttle_ticks const&) = delete;

    /// Something of the port waits for the step's next tick, where nothing of it did before.
    void await(port& whose, throttle_step step, steady_time now);
    /// All that waits is sent now.
    void run_all();

private:
    class tick;
    http::deadlines& deadlines_;
    sender const send_;
    std::vector<std::unique_ptr<tick>> ticks_; // by step, `none` excepted
};

} // namespace tickhub::http
