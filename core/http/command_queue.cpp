#include "http/command_queue.hpp"

#include <utility>

namespace tickhub::http {

namespace {

// As much as every paced outbox takes beyond what is half full: see outbox::roomy.
constexpr std::size_t paced_commands = 256;
constexpr std::size_t paced_bytes = 64 * 1024;

constexpr std::size_t enough_to_wake = 512;

std::size_t bytes_of(command const& what) noexcept {
    return what.frame ? what.frame->size() : 0;
}

} // namespace

command_queue::command_queue(server_options const& options, gate& room, gate& nothing_left, std::function<void()> wake)
    : options_{options}
    , wake_{std::move(wake)}
    , room_{room}
    , nothing_left_{nothing_left} {}

bool command_queue::push(command&& what, when_full policy, waking when) {
    {
        std::unique_lock lock{mutex_};
        if (policy == when_full::wait && full() && !closed_) {
            if (!std::exchange(awake_, true))
                wake_();
            emptied_.wait_for(lock, options_.handover_wait, [this] { return closed_ || !full(); });
            if (full())
                return false;
        }
        if (closed_)
            return false;
        waiting_bytes_ += bytes_of(what);
        waiting_.push_back(std::move(what));
        update_gates();
        if (awake_ || (when == waking::later && waiting_.size() < enough_to_wake))
            return true;
        awake_ = true;
    }
    wake_();
    return true;
}

void command_queue::ring() {
    {
        std::lock_guard const lock{mutex_};
        if (waiting_.empty() || std::exchange(awake_, true))
            return;
    }
    wake_();
}

void command_queue::take(std::vector<command>& batch) {
    std::lock_guard const lock{mutex_};
    std::swap(batch, waiting_);
    taken_ = batch.size();
    taken_bytes_ = std::exchange(waiting_bytes_, 0);
    emptied_.notify_all();
}

bool command_queue::carried_out() {
    std::lock_guard const lock{mutex_};
    taken_ = taken_bytes_ = 0;
    update_gates();
    awake_ = !waiting_.empty();
    return awake_;
}

void command_queue::close() {
    std::lock_guard const lock{mutex_};
    closed_ = true;
    emptied_.notify_all();
}

void command_queue::discard() {
    std::lock_guard const lock{mutex_};
    waiting_.clear();
    waiting_bytes_ = taken_ = taken_bytes_ = 0;
    update_gates();
}

bool command_queue::full() const noexcept {
    return waiting_.size() >= options_.handover_commands || waiting_bytes_ >= options_.handover_bytes;
}

void command_queue::update_gates() {
    std::size_t const count = waiting_.size() + taken_;
    room_.set(count > paced_commands || waiting_bytes_ + taken_bytes_ > paced_bytes);
    nothing_left_.set(count != 0);
}

} // namespace tickhub::http
