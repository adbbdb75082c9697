#include "app/signals.hpp"

#include "app/exit_code.hpp"

#include <unistd.h>

#include <csignal>

namespace tickhub::app {
namespace {

sigset_t both() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

} // namespace

stop_signals::stop_signals() {
    sigset_t const set = both();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

void stop_signals::wait() const {
    sigset_t const set = both();
    int signal = 0;
    sigwait(&set, &signal);
}

void stop_signals::make_immediate() const {
    auto const leave = [](int) { _exit(static_cast<int>(exit_code::late)); };
    std::signal(SIGTERM, leave);
    std::signal(SIGINT, leave);
    sigset_t const set = both();
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

} // namespace tickhub::app
