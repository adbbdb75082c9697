// A queue with random access that holds no memory while it is empty for long: there is one per lane and connection.
#pragma once

#include <cassert>
#include <cstddef>
#include <memory>
#include <utility>

namespace tickhub::http {

template <class T>
class ring {
public:
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] T& operator[](std::size_t index) noexcept {
        assert(index < size_);
        return slots_[(first_ + index) & (capacity_ - 1)];
    }
    [[nodiscard]] T const& operator[](std::size_t index) const noexcept {
        assert(index < size_);
        return slots_[(first_ + index) & (capacity_ - 1)];
    }
    [[nodiscard]] T& front() noexcept { return (*this)[0]; }
    [[nodiscard]] T& back() noexcept { return (*this)[size_ - 1]; }

    void push_back(T value) {
        if (size_ == capacity_)
            grow();
        ++size_;
        back() = std::move(value);
    }

    T pop_front() {
        T value = std::move(front());
        front() = T{};
        first_ = (first_ + 1) & (capacity_ - 1);
        --size_;
        if (size_ == 0 && capacity_ > kept)
            *this = ring{};
        return value;
    }

    /// Moves what stands before `index`, which is the shorter part where this is used.
    void erase(std::size_t index) {
        for (; index > 0; --index)
            (*this)[index] = std::move((*this)[index - 1]);
        pop_front();
    }

    /// Leaves out what `gone` says, in order.
    template <class Condition>
    void erase_if(Condition gone) {
        std::size_t kept_so_far = 0;
        for (std::size_t i = 0; i < size_; ++i) {
            if (gone((*this)[i]))
                continue;
            if (kept_so_far != i)
                (*this)[kept_so_far] = std::move((*this)[i]);
            ++kept_so_far;
        }
        for (; size_ > kept_so_far; --size_)
            back() = T{};
    }

    ring() noexcept = default;
    ring(ring&& other) noexcept { swap(other); }
    ring& operator=(ring&& other) noexcept {
        ring taken{std::move(other)};
        swap(taken);
        return *this;
    }

private:
    static constexpr std::size_t kept = 8; // slots that an empty ring may keep

    void swap(ring& other) noexcept {
        std::swap(slots_, other.slots_);
        std::swap(capacity_, other.capacity_);
        std::swap(first_, other.first_);
        std::swap(size_, other.size_);
    }

    void grow() {
        std::size_t const wider = capacity_ == 0 ? 4 : capacity_ * 2;
        auto slots = std::make_unique<T[]>(wider);
        for (std::size_t i = 0; i < size_; ++i)
            slots[i] = std::move((*this)[i]);
        slots_ = std::move(slots);
        capacity_ = wider;
        first_ = 0;
    }

    std::unique_ptr<T[]> slots_;
    std::size_t capacity_ = 0; // a power of two
    std::size_t first_ = 0;
    std::size_t size_ = 0;
};

} // namespace tickhub::http
