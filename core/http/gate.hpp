// Counts what somebody has to wait for: clients that are behind, connections that are open. Open while it is zero.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace tickhub::http {

/// [any thread]
class gate {
public:
    void hold() noexcept { holders_.fetch_add(1, std::memory_order_seq_cst); }

    void release() {
        // Whoever is about to wait has said so before looking at the count, so one of the two sees the other.
        if (holders_.fetch_sub(1, std::memory_order_seq_cst) != 1 || waiting_.load(std::memory_order_seq_cst) == 0)
            return;
        std::lock_guard const lock{mutex_};
        opened_.notify_all();
    }

    [[nodiscard]] bool open() const noexcept { return holders_.load(std::memory_order_seq_cst) == 0; }

    [[nodiscard]] std::uint64_t holders() const noexcept { return holders_.load(std::memory_order_relaxed); }

    /// True once it is open, false at the deadline.
    bool wait(std::chrono::steady_clock::time_point deadline) {
        if (open())
            return true;
        std::unique_lock lock{mutex_};
        waiting_.fetch_add(1, std::memory_order_seq_cst);
        bool const opened = opened_.wait_until(lock, deadline, [this] { return open(); });
        waiting_.fetch_sub(1, std::memory_order_seq_cst);
        return opened;
    }

private:
    std::atomic<std::uint64_t> holders_{0};
    std::atomic<std::uint32_t> waiting_{0};
    std::mutex mutex_;
    std::condition_variable opened_;
};

/// One holder's place at a gate: holds it once or not at all.
class gate_hold {
public:
    explicit gate_hold(gate& gate) noexcept : gate_{&gate} {}
    ~gate_hold() { set(false); }
    gate_hold(gate_hold const&) = delete;
    gate_hold& operator=(gate_hold const&) = delete;

    void set(bool holding) {
        if (holding == holding_)
            return;
        holding_ = holding;
        if (holding)
            gate_->hold();
        else
            gate_->release();
    }
    [[nodiscard]] bool holding() const noexcept { return holding_; }

private:
    gate* gate_;
    bool holding_ = false;
};

} // namespace tickhub::http
