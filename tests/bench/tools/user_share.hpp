// How much of a process's CPU time is outside the kernel. With CONFIG_TICK_CPU_ACCOUNTING the kernel's own split counts
// which side 250 ticks a second fall on, and work that timers begin is in step with the ticks; so this samples by
// itself.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace bench {

/// Interrupts each thread after every 191 us that it has run (perf's task clock, which is in step with nothing else),
/// and counts where. A share p of n samples is exact to about sqrt(p / n): 3 % of 10,000 is 3.0 % +- 0.2.
class user_share {
public:
    struct counted {
        std::uint64_t user = 0;
        std::uint64_t all = 0;
    };

    /// Watches the threads that the process has now.
    explicit user_share(pid_t process);
    ~user_share();
    user_share(user_share const&) = delete;
    user_share& operator=(user_share const&) = delete;

    /// Since the construction. Nothing when the system doesn't allow it, or samples were lost: then there is no figure.
    [[nodiscard]] std::optional<counted> read() const;

private:
    struct ring {
        int event = -1;
        void* pages = nullptr;
    };
    static constexpr std::size_t data_bytes = 64 * 4096; // 32,768 samples a thread: 6 s of CPU time
    static constexpr std::size_t all_bytes = data_bytes + 4096;
    bool complete_ = true;
    std::vector<ring> rings_;
};

} // namespace bench
