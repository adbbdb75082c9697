// Counts what is allocated. All forms are replaced: a sanitizer's own would not fit with ours.
#include "allocations.hpp"

#include <cstdlib>
#include <new>

namespace {

std::size_t count = 0;

void* allocate(std::size_t size) noexcept {
    ++count;
    return std::malloc(size != 0 ? size : 1);
}
void* allocate_or_throw(std::size_t size) {
    if (void* memory = allocate(size))
        return memory;
    throw std::bad_alloc{};
}

} // namespace

std::size_t tests::allocations() noexcept {
    return count;
}

void* operator new(std::size_t size) {
    return allocate_or_throw(size);
}
void* operator new[](std::size_t size) {
    return allocate_or_throw(size);
}
void* operator new(std::size_t size, std::nothrow_t const&) noexcept {
    return allocate(size);
}
void* operator new[](std::size_t size, std::nothrow_t const&) noexcept {
    return allocate(size);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    std::free(memory);
}
