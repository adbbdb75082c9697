#pragma once

#include <string>

namespace tests {

/// Whether `<name>` is a header of C11 or C++20's standard library.
bool is_standard_header(std::string const& name);

} // namespace tests
