// The way in: a YAML file becomes a checked hub_config, or the list of everything that is wrong with it.
#pragma once

#include "config/catalogue.hpp"
#include "config/hub_config.hpp"
#include "config/problem.hpp"
#include "config/surroundings.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tickhub::config {

struct outcome {
    std::optional<hub_config> config; ///< only when there are no problems
    std::vector<problem> problems;    ///< all of them, by place
};

/// Reads and checks the file; runs no plugin code. Reads what the file names (`${env:…}`, `${file:…}`), acquires
/// nothing. A file that can't be opened is a problem like any other. [control]
[[nodiscard]] outcome read(std::filesystem::path const& file, open_catalogue const& open);

/// The same for a text at hand: `file` is the name that problems carry, relative paths start at `folder`. [control]
[[nodiscard]] outcome read_text(std::string text, std::string file, std::filesystem::path const& folder,
                                open_catalogue const& open, surroundings const& around);

} // namespace tickhub::config
