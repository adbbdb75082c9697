// SIGTERM, SIGINT and SIGHUP, taken by the main thread when it is ready for them.
#pragma once

namespace tickhub::app {

/// Construct it before any thread begins: they inherit that these signals wait. SIGPIPE is ignored from then on.
class stop_signals {
public:
    stop_signals();
    enum class heard { stop, hang_up };
    /// Waits for SIGTERM or SIGINT, or for SIGHUP, unless the process was started with that ignored (nohup).
    [[nodiscard]] heard wait() const;
    /// From now on such a signal ends the process at once, with exit_code::late: an operator who asks twice means it.
    void make_immediate() const;

private:
    bool hears_hang_up_;
};

} // namespace tickhub::app
