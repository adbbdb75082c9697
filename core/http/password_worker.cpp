#include "http/password_worker.hpp"

#include "http/sodium.hpp"

#include <pthread.h>

#include <utility>

namespace tickhub::http {

password_worker::password_worker(password_check check)
    : check_{std::move(check)}
    , thread_{[this] {
        ::pthread_setname_np(::pthread_self(), "passwords");
        run();
    }} {}

password_worker::~password_worker() {
    stop();
}

bool password_worker::submit(job what) {
    {
        std::lock_guard const lock{mutex_};
        if (stopping_ || waiting_.size() >= most_waiting)
            return false;
        waiting_.push_back(std::move(what));
    }
    changed_.notify_one();
    return true;
}

void password_worker::stop() noexcept {
    {
        std::lock_guard const lock{mutex_};
        stopping_ = true;
        for (job& unchecked : waiting_)
            wipe(unchecked.password);
        waiting_.clear();
    }
    changed_.notify_one();
    if (thread_.joinable())
        thread_.join();
}

void password_worker::run() {
    std::unique_lock lock{mutex_};
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (stopping_)
            return;
        job next = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        bool const matches = check_(next.hash, next.password);
        wipe(next.password);
        next.done(matches);
        lock.lock();
    }
}

} // namespace tickhub::http
