// What the program's exit status means; the numbers follow sysexits.h. Documented in docs/command_line.md.
#pragma once

namespace tickhub::app {

enum class exit_code : int {
    ok = 0,
    usage = 64,       ///< the command line is wrong
    unavailable = 69, ///< an address is in use, a file can't be written
    internal = 70,    ///< a bug of the hub's
    late = 75,        ///< stopped, but not everything had ended within the stop deadline
    config = 78       ///< the configuration, or a plugin that it names, is wrong
};

} // namespace tickhub::app
