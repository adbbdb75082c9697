// The thread that looks after the certificates of all listeners, away from those that serve.
#pragma once

#include "http/certificate_news.hpp"
#include "http/certificate_watch.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace tickhub::http {

class certificate_keeper {
public:
    /// Looks every `period` from now on, and tells on its own thread.
    certificate_keeper(std::vector<std::shared_ptr<certificate_watch>> all, std::chrono::nanoseconds period,
                       std::function<void(certificate_news const&)> tell);
    /// Ends the thread.
    ~certificate_keeper();
    certificate_keeper(certificate_keeper const&) = delete;
    certificate_keeper& operator=(certificate_keeper const&) = delete;

    /// Looks now, without waiting for changes to settle. [any thread]
    void hurry();

private:
    void work();
    void look(certificate_watch::haste how);

    std::vector<std::shared_ptr<certificate_watch>> const all_;
    std::chrono::nanoseconds const period_;
    std::function<void(certificate_news const&)> const tell_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool hurry_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace tickhub::http
