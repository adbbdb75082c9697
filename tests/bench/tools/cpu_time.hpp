// CPU time of another process, exact to the scheduler's nanoseconds.
#pragma once

#include <sys/types.h>

namespace bench {

/// Microseconds that all its threads have run so far, in user space and in the kernel together.
[[nodiscard]] double cpu_us(pid_t process);

} // namespace bench
