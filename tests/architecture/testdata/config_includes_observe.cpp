// The control: reaching down compiles with the very same command.
#include "observe/log.hpp"
