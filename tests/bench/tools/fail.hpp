#pragma once

#include <cstdio>
#include <cstdlib>

namespace bench {

/// A benchmark that can't be what it says ends, rather than print a wrong figure.
[[noreturn]] inline void fail(char const* what) {
    std::fprintf(stderr, "benchmark failed: %s\n", what);
    std::_Exit(2);
}

} // namespace bench
