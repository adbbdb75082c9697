// The way from a file to a hub that is built but not started: one path for check and run.
#pragma once

#include "config/hub_config.hpp"
#include "config/problem.hpp"
#include "lifecycle/hub.hpp"
#include "loader/catalogue.hpp"
#include "observe/log.hpp"

#include <filesystem>
#include <memory>
#include <vector>

namespace tickhub::app {

/// Either `hub` is set or `problems` has something. The members end in the right order.
struct built_hub {
    std::vector<config::problem> problems;
    std::vector<std::string> warnings; ///< about plugin folders
    std::vector<std::string> slowed;   ///< routes that a `block` can slow
    std::shared_ptr<loader::catalogue const> plugins;
    std::unique_ptr<observe::log> log;
    std::unique_ptr<lifecycle::hub> hub;
};

[[nodiscard]] built_hub build_hub(std::filesystem::path const& file);

/// The program's own plugin folders and these, as a catalogue.
[[nodiscard]] std::shared_ptr<loader::catalogue const> open_plugins(std::vector<std::filesystem::path> const& folders);

} // namespace tickhub::app
