#include "tools/cpu_time.hpp"

#include "tools/fail.hpp"

#include <ctime>

namespace bench {

double cpu_us(pid_t process) {
    clockid_t clock{};
    timespec used{};
    if (::clock_getcpuclockid(process, &clock) != 0 || ::clock_gettime(clock, &used) != 0)
        fail("the CPU time of a process can't be read");
    return static_cast<double>(used.tv_sec) * 1e6 + static_cast<double>(used.tv_nsec) / 1e3;
}

} // namespace bench
