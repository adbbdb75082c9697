#include "lifecycle/timer_queue.hpp"

namespace tickhub::lifecycle {

std::uint64_t timer_queue::set(timer_clock clock, nanoseconds due, std::uint64_t token) {
    if (size() >= max_timers)
        return 0;
    std::uint64_t const id = next_id_++;
    (clock == timer_clock::market ? market_ : steady_).emplace(std::pair{due, id}, token);
    by_id_.emplace(id, std::pair{clock, due});
    return id;
}

void timer_queue::cancel(std::uint64_t id) {
    auto const at = by_id_.find(id);
    if (at == by_id_.end())
        return;
    auto const [clock, due] = at->second;
    (clock == timer_clock::market ? market_ : steady_).erase({due, id});
    by_id_.erase(at);
}

nanoseconds timer_queue::next_due(timer_clock clock) const noexcept {
    auto const& timers = of(clock);
    return timers.empty() ? never : timers.begin()->first.first;
}

std::optional<due_timer> timer_queue::take_due(timer_clock clock, nanoseconds now) {
    auto& timers = clock == timer_clock::market ? market_ : steady_;
    if (timers.empty() || timers.begin()->first.first > now)
        return std::nullopt;
    auto const [key, token] = *timers.begin();
    timers.erase(timers.begin());
    by_id_.erase(key.second);
    return due_timer{key.first, token};
}

} // namespace tickhub::lifecycle
