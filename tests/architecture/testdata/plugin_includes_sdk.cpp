// The control: what a plugin may do compiles with the very same command.
#include <tickhub/plugin.hpp>
