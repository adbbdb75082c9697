// Memory for frames: in steady state making one allocates nothing.
#pragma once

#include "http/frame.hpp"

#include <array>
#include <atomic>
#include <cstddef>

namespace tickhub::http {

/// Blocks in sizes of powers of two. One thread takes frames, any thread gives them back; all frames have come back
/// before the pool ends.
class frame_pool {
public:
    frame_pool() = default;
    ~frame_pool();
    frame_pool(frame_pool const&) = delete;
    frame_pool& operator=(frame_pool const&) = delete;

    /// A frame with room for `capacity` bytes. By the pool's one thread.
    [[nodiscard]] frame& take(std::size_t capacity);
    /// [any thread]
    void give_back(frame& unused) noexcept;

    /// How many blocks were ever allocated: stands still in steady state. By the pool's one thread.
    [[nodiscard]] std::size_t allocations() const noexcept { return allocations_; }

private:
    static constexpr std::size_t smallest = 256;
    static constexpr std::size_t classes = 10; // up to 128 KiB; larger ones are not kept
    static constexpr std::size_t kept_bytes = 8 * 1024 * 1024;

    void collect() noexcept;

    std::array<frame*, classes> idle_{};    // the taking thread's
    std::atomic<frame*> returned_{nullptr}; // pushed by anyone, taken as a whole: no ABA
    std::size_t idle_bytes_ = 0;
    std::size_t allocations_ = 0;
};

} // namespace tickhub::http
