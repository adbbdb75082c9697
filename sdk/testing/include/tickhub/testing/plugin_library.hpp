#pragma once

#include <tickhub/abi.h>

#include <filesystem>
#include <string>

namespace tickhub::testing {

/// A plugin's file, loaded as the hub loads it (RTLD_NOW, RTLD_LOCAL) and never unloaded.
class plugin_library {
public:
    /// Throws std::runtime_error: no file, no manifest in it, no descriptor.
    explicit plugin_library(std::filesystem::path const& file);

    [[nodiscard]] tickhub_plugin const& plugin() const noexcept { return *plugin_; }
    /// The section `.tickhub.manifest` as it is in the file: the header and the JSON behind it.
    [[nodiscard]] std::string const& section() const noexcept { return section_; }
    /// The file's name without its ending, which must be the plugin's.
    [[nodiscard]] std::string const& name() const noexcept { return name_; }

private:
    std::string section_, name_;
    tickhub_plugin const* plugin_;
};

} // namespace tickhub::testing
