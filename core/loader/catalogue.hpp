// The plugins that are there: found in the configured folders, told of from their files, loaded when asked.
#pragma once

#include "config/catalogue.hpp"
#include "config/manifest.hpp"
#include "loader/plugin_file.hpp"
#include "loader/refusal.hpp"

#include <tickhub/abi.h>

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tickhub::loader {

/// A plugin whose code is in the process. Both pointers are good until the process ends, or the catalogue.
struct plugin {
    config::manifest const* manifest; ///< belongs to the catalogue
    tickhub_plugin const* descriptor; ///< belongs to the library, which is never unloaded
};

/// The plugins `<folder>/<name>.so` of some folders. The folders are looked through once, when it is made; no plugin's
/// code runs before load. No other place is searched: not the working directory, not LD_LIBRARY_PATH.
class catalogue final : public config::catalogue {
public:
    /// The first folder that has a name wins. Folders must be absolute; what is wrong with one is told by warnings().
    /// [control]
    explicit catalogue(std::vector<std::filesystem::path> const& folders);

    /// [any thread]
    [[nodiscard]] entry find(std::string_view name) const override;

    /// Of every plugin and of every library that was meant to be one, sorted. [any thread]
    [[nodiscard]] std::vector<std::string> names() const override;

    /// Where the plugin's file is, links resolved; empty when there is none. [any thread]
    [[nodiscard]] std::filesystem::path path_of(std::string_view name) const;

    /// What an operator should know: folders that can't be read, files that anyone may write, names that are there
    /// twice. One sentence each. [any thread]
    [[nodiscard]] std::vector<std::string> const& warnings() const noexcept { return warnings_; }

    /// Brings the plugin's code into the process, and with it runs its static constructors; then checks that it is what
    /// its file said. The same plugin is loaded once. A refusal says what to do. [control]
    [[nodiscard]] std::variant<plugin, refusal> load(std::string_view name) const;

private:
    struct candidate {
        std::filesystem::path path;
        std::variant<plugin_file, refusal> file;
    };

    void look_through(std::filesystem::path const& folder);
    void add(std::filesystem::path const& file);
    void warn_if_anyone_may_write(std::filesystem::path const& path);
    [[nodiscard]] refusal not_found(std::string_view name) const;

    std::vector<std::filesystem::path> folders_;
    std::map<std::string, candidate, std::less<>> candidates_;
    std::vector<std::string> warnings_;
};

} // namespace tickhub::loader
