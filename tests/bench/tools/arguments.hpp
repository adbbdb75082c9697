#pragma once

#include <algorithm>
#include <cstdlib>
#include <initializer_list>

namespace bench {

/// Positive whole numbers, in this order; those that aren't given keep their value.
inline void read_arguments(int count, char** arguments, std::initializer_list<int*> settings) {
    int next = 1;
    for (int* const setting : settings) {
        if (next < count)
            *setting = std::max(1, std::atoi(arguments[next++]));
    }
}

} // namespace bench
