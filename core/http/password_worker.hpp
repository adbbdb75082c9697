// Checks passwords on a thread of its own: one check would hold all connections of an I/O thread up.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace tickhub::http {

/// How a password is held against a hash.
using password_check = std::function<bool(std::string const& hash, std::string_view password)>;

class password_worker {
public:
    static constexpr std::size_t most_waiting = 32; ///< two or three seconds of work

    struct job {
        std::string hash;
        std::string password; ///< wiped when it has been checked
        std::function<void(bool matches)> done;
    };

    explicit password_worker(password_check check);
    ~password_worker();
    password_worker(password_worker const&) = delete;
    password_worker& operator=(password_worker const&) = delete;

    /// False when as many wait as may, or it has stopped; `done` is called by the worker's thread. [any thread]
    [[nodiscard]] bool submit(job what);
    /// Drops what waits and joins; no `done` is called after it. Twice is fine.
    void stop() noexcept;

private:
    void run();

    password_check check_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<job> waiting_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace tickhub::http
