#pragma once

#include <cassert>
#include <cstdint>

namespace tickhub {

/// 10^exponent, for exponents 0 to 18. [any thread]
constexpr std::int64_t power_of_ten(unsigned exponent) {
    constexpr std::int64_t powers[] = {1,
                                       10,
                                       100,
                                       1'000,
                                       10'000,
                                       100'000,
                                       1'000'000,
                                       10'000'000,
                                       100'000'000,
                                       1'000'000'000,
                                       10'000'000'000,
                                       100'000'000'000,
                                       1'000'000'000'000,
                                       10'000'000'000'000,
                                       100'000'000'000'000,
                                       1'000'000'000'000'000,
                                       10'000'000'000'000'000,
                                       100'000'000'000'000'000,
                                       1'000'000'000'000'000'000};
    assert(exponent < sizeof powers / sizeof *powers);
    return powers[exponent];
}

} // namespace tickhub
