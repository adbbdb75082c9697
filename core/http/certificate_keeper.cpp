#include "http/certificate_keeper.hpp"

#include <pthread.h>

#include <utility>

namespace tickhub::http {

certificate_keeper::certificate_keeper(std::vector<std::shared_ptr<certificate_watch>> all,
                                       std::chrono::nanoseconds period,
                                       std::function<void(certificate_news const&)> tell)
    : all_{std::move(all)}
    , period_{period}
    , tell_{std::move(tell)}
    , thread_{[this] {
        ::pthread_setname_np(::pthread_self(), "certificates");
        work();
    }} {}

certificate_keeper::~certificate_keeper() {
    {
        std::lock_guard const lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void certificate_keeper::hurry() {
    {
        std::lock_guard const lock{mutex_};
        hurry_ = true;
    }
    changed_.notify_one();
}

void certificate_keeper::work() {
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        changed_.wait_for(lock, period_, [this] { return hurry_ || stopping_; });
        if (stopping_)
            return;
        auto const how =
            std::exchange(hurry_, false) ? certificate_watch::haste::at_once : certificate_watch::haste::when_settled;
        lock.unlock();
        look(how);
        lock.lock();
    }
}

void certificate_keeper::look(certificate_watch::haste how) {
    for (auto const& one : all_) {
        for (certificate_news const& news : one->look(std::chrono::system_clock::now(), how)) {
            if (tell_)
                tell_(news);
        }
    }
}

} // namespace tickhub::http
