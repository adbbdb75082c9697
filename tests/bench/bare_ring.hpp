// The least that can carry a record from one thread to another: what routing is measured against.
#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <memory>
#include <span>

namespace tickhub::bench {

/// A ring for one producer and one consumer of records of one type: no validation, no numbering, no selection, no
/// policy, no books, nobody is woken. It is a strong baseline all the same: one release store a batch, the other side's
/// position is looked at only when the known one does not suffice, and the consumer reads in place.
template <class Record>
class bare_ring {
public:
    explicit bare_ring(std::size_t records)
        : mask_{std::bit_ceil(records) - 1}
        , slots_{std::make_unique_for_overwrite<Record[]>(mask_ + 1)} {}

    /// Copies as many records as there is room for; returns how many.
    std::size_t push(std::span<Record const> records) noexcept {
        std::size_t const tail = tail_.load(std::memory_order_relaxed);
        if (tail + records.size() - seen_head_ > mask_ + 1)
            seen_head_ = head_.load(std::memory_order_acquire);
        std::size_t const count = std::min(records.size(), mask_ + 1 - (tail - seen_head_));
        for (std::size_t i = 0; i != count; ++i)
            slots_[(tail + i) & mask_] = records[i];
        tail_.store(tail + count, std::memory_order_release);
        return count;
    }

    /// What lies ready side by side, at most `most`; in place until release().
    [[nodiscard]] std::span<Record const> take(std::size_t most) noexcept {
        std::size_t const head = head_.load(std::memory_order_relaxed);
        if (seen_tail_ == head)
            seen_tail_ = tail_.load(std::memory_order_acquire);
        std::size_t const at = head & mask_;
        taken_ = std::min({seen_tail_ - head, mask_ + 1 - at, most});
        return {&slots_[at], taken_};
    }
    void release() noexcept { head_.store(head_.load(std::memory_order_relaxed) + taken_, std::memory_order_release); }

private:
    std::size_t mask_;
    std::unique_ptr<Record[]> slots_;
    alignas(64) std::atomic<std::size_t> tail_ = 0;
    std::size_t seen_head_ = 0; ///< the producer's
    alignas(64) std::atomic<std::size_t> head_ = 0;
    std::size_t seen_tail_ = 0; ///< the consumer's
    std::size_t taken_ = 0;
};

} // namespace tickhub::bench
