// The one way from components' threads into an I/O thread: first in, first out, bounded, one wake per burst.
#pragma once

#include "http/command.hpp"
#include "http/gate.hpp"
#include "http/options.hpp"

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <vector>

namespace tickhub::http {

class command_queue {
public:
    /// `wake` makes the I/O thread call take soon; it is called by other threads, once per burst.
    command_queue(server_options const& options, gate& room, gate& nothing_left, std::function<void()> wake);

    /// What may be lost when there is no room: messages wait for it up to handover_wait, at the cost of the calling
    /// component; the rest is bounded by the number of connections, and always gets in.
    enum class when_full : std::uint8_t { wait, squeeze };

    /// Who wakes the I/O thread: this push, or a ring() that follows soon (or a push, when much waits).
    enum class waking : std::uint8_t { now, later };

    /// False when the command was dropped: no room in time, or the server has stopped. [any thread]
    bool push(command&& what, when_full policy, waking when = waking::now);
    /// Wakes the I/O thread if something waits that it has not been woken for. [any thread]
    void ring();

    /// Swaps all that waits into the empty `batch`. The commands count as waiting until carried_out. By the I/O thread.
    void take(std::vector<command>& batch);
    /// True when more waits; otherwise the next push wakes. By the I/O thread.
    [[nodiscard]] bool carried_out();
    /// Nothing gets in any more, and nobody waits. [any thread]
    void close();
    /// Forgets what waits, once the I/O thread has ended: a command may be the last to hold its port, and what the
    /// thread has taken before holds frames of that port. [control]
    void discard();

private:
    [[nodiscard]] bool full() const noexcept;
    void update_gates();

    server_options const options_;
    std::function<void()> const wake_;
    std::mutex mutex_;
    std::condition_variable emptied_;
    std::vector<command> waiting_;
    std::size_t waiting_bytes_ = 0;
    std::size_t taken_ = 0;
    std::size_t taken_bytes_ = 0;
    bool awake_ = false; // the I/O thread is about to call take, or to ask for more
    bool closed_ = false;
    gate_hold room_;
    gate_hold nothing_left_;
};

} // namespace tickhub::http
