#include "http/throttle_ticks.hpp"

#include "http/port.hpp"

#include <utility>

namespace tickhub::http {

class throttle_ticks::tick final : public timed {
public:
    tick(throttle_step step, gate& nothing_left, sender const& how) : step_{step}, hold_{nothing_left}, send_{how} {}

    [[nodiscard]] bool idle() const noexcept { return waiting_.empty(); }
    void add(port& whose) {
        waiting_.push_back(whose.shared_from_this());
        hold_.set(true);
    }
    void run() {
        for (auto const& port : std::exchange(waiting_, {}))
            send_(*port, step_);
        hold_.set(false);
    }

private:
    void on_deadline(steady_time) override { run(); }

    throttle_step const step_;
    std::vector<std::shared_ptr<port>> waiting_; // each once; a sink may end before the tick
    gate_hold hold_;
    sender const& send_;
};

throttle_ticks::throttle_ticks(http::deadlines& deadlines, gate& nothing_left, sender send)
    : deadlines_{deadlines}
    , send_{std::move(send)} {
    for (std::size_t i = 1; i != throttle_steps.size(); ++i)
        ticks_.push_back(std::make_unique<tick>(static_cast<throttle_step>(i), nothing_left, send_));
}

throttle_ticks::~throttle_ticks() = default;

void throttle_ticks::await(port& whose, throttle_step step, steady_time now) {
    tick& next = *ticks_[static_cast<std::size_t>(step) - 1];
    if (next.idle())
        deadlines_.set(next, next_tick(now, step));
    next.add(whose);
}

void throttle_ticks::run_all() {
    for (auto const& each : ticks_) {
        deadlines_.cancel(*each);
        each->run();
    }
}

} // namespace tickhub::http
