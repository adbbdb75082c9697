#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>

namespace tests {

/// The seed of this run: TICKHUB_SEED, or a fresh one. Property tests CAPTURE it, so that a failure can be run again.
inline std::uint64_t random_seed() {
    static std::uint64_t const seed = [] {
        char const* const given = std::getenv("TICKHUB_SEED");
        return given != nullptr ? std::strtoull(given, nullptr, 10) : std::uint64_t{std::random_device{}()};
    }();
    return seed;
}

/// Values of all magnitudes, the bounds among them: uniform bits are almost always huge.
inline std::int64_t any_magnitude(std::mt19937_64& random) {
    return static_cast<std::int64_t>(random()) >> (random() % 64);
}

} // namespace tests
