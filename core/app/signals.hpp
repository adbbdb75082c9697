// SIGTERM and SIGINT, taken by the main thread when it is ready for them.
#pragma once

namespace tickhub::app {

/// Construct it before any thread begins: they inherit that these signals wait. SIGPIPE is ignored from then on.
class stop_signals {
public:
    stop_signals();
    /// Waits for SIGTERM or SIGINT.
    void wait() const;
    /// From now on such a signal ends the process at once, with exit_code::late: an operator who asks twice means it.
    void make_immediate() const;
};

} // namespace tickhub::app
