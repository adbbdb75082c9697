// Requests and connections as numbers: the I/O thread in the upper byte, below it a count that is never used twice, so
// that a stale handle is simply not found. A stream keeps the number of the request that it answers.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tickhub::http {

inline constexpr unsigned most_io_threads = 255;

[[nodiscard]] constexpr std::uint64_t make_handle(std::size_t thread, std::uint64_t count) noexcept {
    return (static_cast<std::uint64_t>(thread) << 56) | count;
}

[[nodiscard]] constexpr std::size_t thread_of(std::uint64_t handle) noexcept {
    return static_cast<std::size_t>(handle >> 56);
}

} // namespace tickhub::http
