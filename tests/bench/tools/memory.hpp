#pragma once

#include <sys/types.h>

#include <cstdint>

namespace bench {

/// Bytes of its own memory that a process has in RAM (RssAnon): neither its code nor what the kernel keeps for sockets.
[[nodiscard]] std::uint64_t resident_bytes(pid_t process);

} // namespace bench
