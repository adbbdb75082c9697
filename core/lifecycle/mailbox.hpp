// What waits to be told to an instance ahead of timers and events: requests, messages, closed connections, finished
// jobs.
#pragma once

#include "http/intake.hpp"
#include "http/request_data.hpp"

#include <tickhub/abi.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <variant>

namespace tickhub::lifecycle {

struct closed_connection {
    tickhub_connection connection;
};
struct wanted_snapshot {
    tickhub_connection connection;
    std::uint64_t key;
};
struct finished_job {
    std::uint64_t token;
};
using letter = std::variant<std::unique_ptr<http::request_data>, std::unique_ptr<http::message_data>, closed_connection,
                            wanted_snapshot, finished_job>;

/// A queue in the order of arrival. Requests are bounded here; messages, closed connections, wanted snapshots
/// and finished jobs are bounded where they come from, by the connections that are open and the jobs that were taken.
/// [any thread]
class mailbox {
public:
    static constexpr std::size_t max_requests = 4'096;

    /// False when it is a request and max_requests wait, or the mailbox is closed.
    bool push(letter what) {
        std::lock_guard const lock{mutex_};
        bool const is_request = std::holds_alternative<std::unique_ptr<http::request_data>>(what);
        if (closed_ || (is_request && requests_ >= max_requests))
            return false;
        if (is_request)
            ++requests_;
        letters_.push_back(std::move(what));
        return true;
    }
    std::optional<letter> pop() {
        std::lock_guard const lock{mutex_};
        if (letters_.empty())
            return std::nullopt;
        letter first = std::move(letters_.front());
        letters_.pop_front();
        if (std::holds_alternative<std::unique_ptr<http::request_data>>(first))
            --requests_;
        return first;
    }
    [[nodiscard]] bool empty() const {
        std::lock_guard const lock{mutex_};
        return letters_.empty();
    }
    /// Takes nothing any more, and forgets what waits.
    void close() {
        std::lock_guard const lock{mutex_};
        closed_ = true;
        letters_.clear();
        requests_ = 0;
    }

private:
    mutable std::mutex mutex_;
    std::deque<letter> letters_;
    std::size_t requests_ = 0;
    bool closed_ = false;
};

} // namespace tickhub::lifecycle
