// The program's command line.
#pragma once

#include <ostream>

namespace tickhub::app {

/// Carries out the command line and returns the exit status; see exit_code. Never throws.
int main(int count, char const* const* words, char const* version, std::ostream& out, std::ostream& err);

} // namespace tickhub::app
