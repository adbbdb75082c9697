#include "app/plugin_folders.hpp"

namespace tickhub::app {

std::vector<std::filesystem::path> own_plugin_folders() {
    std::error_code ignored;
    auto const program = std::filesystem::read_symlink("/proc/self/exe", ignored);
    std::vector<std::filesystem::path> folders;
    if (ignored)
        return folders;
    auto const base = program.parent_path().parent_path();
    for (char const* below : {"plugins", TICKHUB_INSTALLED_PLUGINS}) {
        if (std::filesystem::is_directory(base / below, ignored))
            folders.push_back(base / below);
    }
    return folders;
}

} // namespace tickhub::app
