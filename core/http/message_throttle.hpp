// How fast a WebSocket may send: over its rate it is not read from until it may again.
#pragma once

#include "http/deadlines.hpp"
#include "http/token_bucket.hpp"

#include <functional>
#include <utility>

namespace tickhub::http {

/// By the connection's I/O thread alone.
class message_throttle final : private timed {
public:
    /// `deadlines` outlive it; `go_on` is called when reading may go on, and may end this object's connection.
    message_throttle(deadlines& times, rate most, std::function<void()> go_on)
        : times_{times}
        , most_{most}
        , go_on_{std::move(go_on)} {}

    /// One message has come; says whether the next has to wait. Then go_on will be called.
    [[nodiscard]] bool must_wait(steady_time now) {
        static_cast<void>(bucket_.take(most_, now)); // there is one: it was waited for
        auto const wait = bucket_.wait(most_, now);
        if (wait.count() == 0)
            return false;
        times_.set(*this, now + wait);
        return true;
    }
    /// go_on will not be called any more.
    void stop() noexcept { times_.cancel(*this); }

private:
    void on_deadline(steady_time) override { go_on_(); }

    deadlines& times_;
    rate const most_;
    std::function<void()> const go_on_;
    token_bucket bucket_;
};

} // namespace tickhub::http
