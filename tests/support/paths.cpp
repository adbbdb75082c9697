#include "support/paths.hpp"

#include <string>

namespace tests {

std::filesystem::path source_dir() {
    return TICKHUB_SOURCE_DIR;
}

std::filesystem::path build_dir() {
    return TICKHUB_BUILD_DIR;
}

std::filesystem::path program() {
    return build_dir() / "bin" / "tickhub";
}

std::filesystem::path plugin(std::string_view name) {
    return build_dir() / "plugins" / (std::string{name} + ".so");
}

} // namespace tests
