#include "http/frame_pool.hpp"

#include <bit>
#include <new>

namespace tickhub::http {

namespace {

void free_block(frame* block) noexcept {
    block->~frame();
    ::operator delete(static_cast<void*>(block));
}

} // namespace

frame_pool::~frame_pool() {
    collect();
    for (frame* list : idle_) {
        while (list != nullptr)
            free_block(std::exchange(list, list->next_));
    }
}

frame& frame_pool::take(std::size_t capacity) {
    std::size_t const rounded = std::bit_ceil(capacity < smallest ? smallest : capacity);
    auto const size_class = static_cast<std::size_t>(std::countr_zero(rounded) - std::countr_zero(smallest));
    if (size_class < classes) {
        if (idle_[size_class] == nullptr)
            collect();
        if (frame* const found = idle_[size_class]; found != nullptr) {
            idle_[size_class] = found->next_;
            idle_bytes_ -= found->capacity_;
            auto const kept = found->capacity_;
            return *new (found) frame{*this, kept};
        }
    }
    ++allocations_;
    void* const memory = ::operator new(sizeof(frame) + rounded);
    return *new (memory) frame{*this, static_cast<std::uint32_t>(rounded)};
}

void frame_pool::give_back(frame& unused) noexcept {
    frame* head = returned_.load(std::memory_order_relaxed);
    do {
        unused.next_ = head;
    } while (!returned_.compare_exchange_weak(head, &unused, std::memory_order_release, std::memory_order_relaxed));
}

void frame_pool::collect() noexcept {
    frame* list = returned_.exchange(nullptr, std::memory_order_acquire);
    while (list != nullptr) {
        frame* const block = std::exchange(list, list->next_);
        auto const size_class =
            static_cast<std::size_t>(std::countr_zero(block->capacity_) - std::countr_zero(smallest));
        if (size_class >= classes || idle_bytes_ + block->capacity_ > kept_bytes) {
            free_block(block);
            continue;
        }
        block->next_ = idle_[size_class];
        idle_[size_class] = block;
        idle_bytes_ += block->capacity_;
    }
}

void frame_ref::release() noexcept {
    // The last holder must see what all others did with the frame before it is used again.
    if (frame_ != nullptr && frame_->references_.fetch_sub(1, std::memory_order_acq_rel) == 1)
        frame_->pool_->give_back(*frame_);
}

} // namespace tickhub::http
