#include "tools/child_process.hpp"

#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

namespace bench {

void stay_on_core(int core) {
    cpu_set_t only;
    CPU_ZERO(&only);
    CPU_SET(core, &only);
    ::sched_setaffinity(0, sizeof(only), &only);
}

std::size_t raise_file_limit() {
    rlimit limit{1 << 17, 1 << 17};
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) {
        ::getrlimit(RLIMIT_NOFILE, &limit);
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
    return limit.rlim_cur;
}

child_process::child_process(int core, std::function<void(channel&)> const& run)
    : child_process{core, run, channel::make()} {}

child_process::child_process(int core, std::function<void(channel&)> const& run, channel::pair ends)
    : id_{(std::fflush(stdout), ::fork())}
    , talk_{std::move(ends.mine)} {
    if (id_ != 0)
        return;
    talk_.close();
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    stay_on_core(core);
    run(ends.theirs);
    ::_exit(0);
}

child_process::~child_process() {
    talk_.close();
    ::kill(id_, SIGTERM);
    ::waitpid(id_, nullptr, 0);
}

} // namespace bench
