// The measure: a WebSocket echo as Boost.Beast's documentation has it, one read and one write after the other.
#pragma once

#include <cstdint>

namespace bench {

/// Binds a port on loopback, says its number to `ready`, and serves until the process ends.
[[noreturn]] void serve_beast_echo(int ready);

} // namespace bench
