// Where the configuration learns what plugins there are. Implemented by core/loader, and by tests.
#pragma once

#include "config/manifest.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::config {

/// The plugins that a configuration may use. All functions: [control].
class catalogue {
public:
    /// Exactly one of the two is set, or neither when there is no plugin of that name.
    struct entry {
        manifest const* found = nullptr; ///< lives as long as the catalogue
        std::string fault; ///< why the plugin of that name can't be used: another ABI, a truncated file …
    };

    virtual ~catalogue() = default;

    /// Looks a plugin up by the name that `plugin:` gives.
    [[nodiscard]] virtual entry find(std::string_view name) const = 0;

    /// All names, for suggestions.
    [[nodiscard]] virtual std::vector<std::string> names() const = 0;
};

/// Makes the catalogue once `hub.plugins` is known: the folders of the file, absolute, which exist. Whoever implements
/// it adds the program's own plugin folder.
using open_catalogue = std::function<std::shared_ptr<catalogue const>(std::vector<std::filesystem::path> const&)>;

} // namespace tickhub::config
