// Servers and clients run in processes of their own, each kind on a core of its own.
#pragma once

#include "tools/channel.hpp"

#include <sys/types.h>

#include <functional>

namespace bench {

inline constexpr int server_core = 0;
inline constexpr int client_core = 1;

/// The calling thread, and what it starts, runs nowhere else.
void stay_on_core(int core);
/// As many as the system lets this program have. Says how many.
std::size_t raise_file_limit();

/// Ended by the destructor, with SIGTERM.
class child_process {
public:
    /// Forks; the child runs and ends.
    child_process(int core, std::function<void(channel&)> const& run);
    ~child_process();
    child_process(child_process const&) = delete;
    child_process& operator=(child_process const&) = delete;

    [[nodiscard]] pid_t id() const noexcept { return id_; }
    [[nodiscard]] channel& talk() noexcept { return talk_; }

private:
    child_process(int core, std::function<void(channel&)> const& run, channel::pair ends);

    pid_t id_;
    channel talk_;
};

} // namespace bench
