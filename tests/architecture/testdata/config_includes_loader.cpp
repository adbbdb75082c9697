// A core folder that reaches upward. It must not compile.
#include "loader/loader.hpp"
