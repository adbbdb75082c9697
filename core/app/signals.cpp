#include "app/signals.hpp"

#include "app/exit_code.hpp"

#include <unistd.h>

#include <csignal>

namespace tickhub::app {
namespace {

enum class with : bool { stop_only, hang_up };

sigset_t signals_of(with which) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    if (which == with::hang_up)
        sigaddset(&set, SIGHUP);
    return set;
}

} // namespace

stop_signals::stop_signals() {
    struct sigaction before {};
    hears_hang_up_ = ::sigaction(SIGHUP, nullptr, &before) == 0 && before.sa_handler != SIG_IGN;
    sigset_t const set = signals_of(hears_hang_up_ ? with::hang_up : with::stop_only);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

stop_signals::heard stop_signals::wait() const {
    sigset_t const set = signals_of(hears_hang_up_ ? with::hang_up : with::stop_only);
    int signal = 0;
    sigwait(&set, &signal);
    return signal == SIGHUP ? heard::hang_up : heard::stop;
}

void stop_signals::make_immediate() const {
    auto const leave = [](int) { _exit(static_cast<int>(exit_code::late)); };
    std::signal(SIGTERM, leave);
    std::signal(SIGINT, leave);
    sigset_t const set = signals_of(with::stop_only);
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

} // namespace tickhub::app
