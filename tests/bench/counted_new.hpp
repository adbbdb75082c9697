// Counts every allocation of the program. Include it in one file of a program only: it replaces operator new.
#pragma once

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace tickhub::bench {

inline std::atomic<std::uint64_t> allocations = 0;

} // namespace tickhub::bench

// Not inlined, else GCC sees a free() of what came from an operator new and warns.
[[gnu::noinline]] void* operator new(std::size_t size) {
    tickhub::bench::allocations.fetch_add(1, std::memory_order_relaxed);
    if (void* const memory = std::malloc(size == 0 ? 1 : size))
        return memory;
    throw std::bad_alloc{};
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
    std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
