// Latencies by the million in little memory: each is kept to 0.4 %.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace bench {

class latency_histogram {
public:
    void add(std::uint64_t nanoseconds) {
        ++counts_[place_of(nanoseconds)];
        ++count_;
    }
    [[nodiscard]] std::uint64_t count() const { return count_; }
    /// The value that so large a share of all don't exceed, in milliseconds.
    [[nodiscard]] double at_ms(double share) const {
        auto left = static_cast<std::uint64_t>(share * static_cast<double>(count_));
        for (std::size_t i = 0; i != counts_.size(); ++i) {
            if (counts_[i] > left)
                return static_cast<double>(value_at(i)) / 1e6;
            left -= counts_[i];
        }
        return 0;
    }

private:
    static constexpr unsigned bits = 8; // of an octave
    static std::size_t place_of(std::uint64_t value) {
        if (value < (1U << bits))
            return value;
        auto const shift = static_cast<unsigned>(std::bit_width(value)) - bits - 1;
        return (std::size_t{shift} << bits) + (value >> shift);
    }
    static std::uint64_t value_at(std::size_t place) {
        if (place < (2U << bits))
            return place;
        std::size_t const shift = (place >> bits) - 1;
        return (place - (shift << bits)) << shift;
    }
    std::array<std::uint64_t, std::size_t{64 - bits + 1} << bits> counts_{};
    std::uint64_t count_ = 0;
};

} // namespace bench
