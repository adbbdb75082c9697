#include "lifecycle/background.hpp"

namespace tickhub::lifecycle {

background::background(std::size_t threads) {
    for (std::size_t i = 0; i < threads; ++i)
        threads_.emplace_back([this] { work(); });
}

background::~background() {
    {
        std::lock_guard const lock{mutex_};
        stopping_ = true;
    }
    ready_.notify_all();
    for (auto& thread : threads_)
        thread.join();
}

bool background::submit(std::shared_ptr<lane> const& to, job work) {
    {
        std::lock_guard const lock{mutex_};
        if (to->closed_ || to->jobs_.size() >= lane::max_jobs)
            return false;
        to->jobs_.push_back(std::move(work));
        if (!to->running_ && to->jobs_.size() == 1)
            runnable_.push_back(to);
    }
    ready_.notify_one();
    return true;
}

bool background::is_idle(std::shared_ptr<lane> const& which) {
    std::lock_guard const lock{mutex_};
    return !which->running_ && which->jobs_.empty();
}

bool background::close(std::shared_ptr<lane> const& which, nanoseconds deadline) {
    std::unique_lock lock{mutex_};
    which->closed_ = true;
    which->jobs_.clear();
    return idle_.wait_until(lock, to_time_point(deadline), [&] { return !which->running_; });
}

void background::work() {
    std::unique_lock lock{mutex_};
    while (true) {
        ready_.wait(lock, [this] { return stopping_ || !runnable_.empty(); });
        if (stopping_)
            return;
        auto const current = std::move(runnable_.front());
        runnable_.pop_front();
        if (current->jobs_.empty())
            continue; // closed meanwhile
        auto const next = std::move(current->jobs_.front());
        current->jobs_.pop_front();
        current->running_ = true;
        lock.unlock();
        next();
        lock.lock();
        current->running_ = false;
        if (!current->jobs_.empty())
            runnable_.push_back(current);
        idle_.notify_all();
    }
}

} // namespace tickhub::lifecycle
