// A plugin that reaches into the hub. It must not compile.
#include "config/hub_config.hpp"
