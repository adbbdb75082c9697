#pragma once

#include <filesystem>
#include <string_view>

namespace tests {

/// The root of the source tree. [any thread]
std::filesystem::path source_dir();

/// The build folder of the preset that this test belongs to. [any thread]
std::filesystem::path build_dir();

/// The hub's program of this build; it need not exist. [any thread]
std::filesystem::path program();

/// The plugin `name` of this build; it need not exist. [any thread]
std::filesystem::path plugin(std::string_view name);

} // namespace tests
