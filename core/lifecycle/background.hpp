// Threads on which blocking is allowed: jobs that instances hand over by host.background.
#pragma once

#include "lifecycle/hub_clock.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace tickhub::lifecycle {

/// Runs jobs; those of one lane one after the other. [any thread]
class background {
public:
    explicit background(std::size_t threads);
    /// Ends the threads; jobs that wait are not run. Blocks until running jobs have returned.
    ~background();
    background(background const&) = delete;
    background& operator=(background const&) = delete;

    using job = std::function<void()>;

    /// The jobs of one instance.
    class lane {
    public:
        static constexpr std::size_t max_jobs = 1'024;

    private:
        friend class background;
        std::deque<job> jobs_;
        bool running_ = false;
        bool closed_ = false;
    };

    [[nodiscard]] std::shared_ptr<lane> make_lane() const { return std::make_shared<lane>(); }
    /// False when the lane is full or closed.
    bool submit(std::shared_ptr<lane> const& to, job work);
    /// None runs, and none waits.
    [[nodiscard]] bool is_idle(std::shared_ptr<lane> const& which);
    /// Forgets the lane's jobs that have not begun, and waits for the one that runs: false when it runs past `deadline`
    /// (steady time).
    bool close(std::shared_ptr<lane> const& which, nanoseconds deadline);

private:
    void work();

    std::mutex mutex_;
    std::condition_variable ready_;
    std::condition_variable idle_;
    std::deque<std::shared_ptr<lane>> runnable_; // lanes with jobs, none of which runs
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

} // namespace tickhub::lifecycle
