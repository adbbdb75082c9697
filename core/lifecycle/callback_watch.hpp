// Knows since when an instance is inside a callback, and decides, once, whether it came back in time.
#pragma once

#include "lifecycle/hub_clock.hpp"

#include <atomic>

namespace tickhub::lifecycle {

/// The thread that makes callbacks enters and leaves; the supervisor condemns. Whoever is first decides: a callback
/// that has returned can't be condemned, and one that was condemned may touch nothing after its late return.
class callback_watch {
public:
    /// [the calling thread]
    void enter(nanoseconds now) noexcept {
        since_.store(now < first_time ? first_time : now, std::memory_order_release);
    }
    /// False when the instance was condemned meanwhile. [the calling thread]
    [[nodiscard]] bool leave() noexcept {
        auto seen = since_.load(std::memory_order_relaxed);
        return seen != condemned && since_.compare_exchange_strong(seen, outside, std::memory_order_acq_rel);
    }
    /// While waiting for room in a full inbox: others' slowness is not held against this one. [the calling thread]
    void pause() noexcept {
        auto seen = since_.load(std::memory_order_relaxed);
        if (seen >= first_time && seen != condemned)
            since_.compare_exchange_strong(seen, paused);
    }
    void resume(nanoseconds now) noexcept {
        auto seen = paused;
        since_.compare_exchange_strong(seen, now < first_time ? first_time : now);
    }

    /// True, once, when the present callback began more than `limit` before `now`. [any thread]
    bool condemn_if_older(nanoseconds now, nanoseconds limit) noexcept {
        auto seen = since_.load(std::memory_order_acquire);
        if (seen < first_time || seen == condemned || now < seen || now - seen <= limit)
            return false;
        return since_.compare_exchange_strong(seen, condemned, std::memory_order_acq_rel);
    }
    [[nodiscard]] bool is_condemned() const noexcept { return since_.load(std::memory_order_acquire) == condemned; }
    [[nodiscard]] bool is_inside() const noexcept { return since_.load(std::memory_order_relaxed) != outside; }

private:
    static constexpr nanoseconds outside = 0;
    static constexpr nanoseconds paused = 1;
    static constexpr nanoseconds first_time = 2;
    static constexpr nanoseconds condemned = never;

    std::atomic<nanoseconds> since_{outside};
};

} // namespace tickhub::lifecycle
