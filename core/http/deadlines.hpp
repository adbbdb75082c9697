// What is to happen at which time, on one I/O thread. Takes the time as an argument.
#pragma once

#include <boost/intrusive/set.hpp>

#include <chrono>
#include <optional>

namespace tickhub::http {

using steady_time = std::chrono::steady_clock::time_point;

/// Something that has at most one deadline at a time. Leaves its list when it ends.
class timed {
public:
    timed() = default;
    timed(timed const&) = delete;
    timed& operator=(timed const&) = delete;

protected:
    virtual ~timed() = default;

private:
    friend class deadlines;
    /// The deadline has passed; it may set another, and may end this object.
    virtual void on_deadline(steady_time now) = 0;

    using link_mode = boost::intrusive::link_mode<boost::intrusive::auto_unlink>;
    boost::intrusive::set_member_hook<link_mode> hook_;
    steady_time due_;
};

class deadlines {
public:
    /// Replaces an earlier deadline of the same.
    void set(timed& what, steady_time due) noexcept {
        cancel(what);
        what.due_ = due;
        queue_.insert(what);
    }
    void cancel(timed& what) noexcept {
        if (what.hook_.is_linked())
            what.hook_.unlink();
    }
    /// Calls all that is due.
    void run(steady_time now) {
        while (!queue_.empty() && queue_.begin()->due_ <= now) {
            timed& what = *queue_.begin();
            what.hook_.unlink();
            what.on_deadline(now);
        }
    }
    [[nodiscard]] std::optional<steady_time> next() const noexcept {
        if (queue_.empty())
            return std::nullopt;
        return queue_.begin()->due_;
    }

private:
    struct by_due {
        bool operator()(timed const& a, timed const& b) const noexcept { return a.due_ < b.due_; }
    };
    using hook = boost::intrusive::member_hook<timed, decltype(timed::hook_), &timed::hook_>;
    boost::intrusive::multiset<timed, hook, boost::intrusive::compare<by_due>,
                               boost::intrusive::constant_time_size<false>>
        queue_;
};

} // namespace tickhub::http
