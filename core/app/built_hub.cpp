#include "app/built_hub.hpp"

#include "app/plugin_folders.hpp"
#include "config/block_reach.hpp"
#include "config/read.hpp"
#include "config/users_file.hpp"

#include <utility>
#include <variant>

namespace tickhub::app {
namespace {

std::vector<std::string> slowed_routes(config::hub_config const& config) {
    std::vector<std::string> all;
    for (auto const& slowed : config::block_reach(config)) {
        std::string text = config.name_of(config.routes[slowed.route]) + " (because of";
        for (std::size_t const blocking : slowed.because_of)
            text += " " + config.name_of(config.routes[blocking]) + ",";
        text.back() = ')';
        all.push_back(std::move(text));
    }
    return all;
}

observe::log_level level_of(config::log_level level) {
    switch (level) {
    case config::log_level::debug:
        return observe::log_level::debug;
    case config::log_level::info:
        return observe::log_level::info;
    case config::log_level::warning:
        return observe::log_level::warning;
    case config::log_level::error:
        break;
    }
    return observe::log_level::error;
}

std::unique_ptr<observe::log> make_log(config::hub_config const& config) {
    auto const format =
        config.log.format == config::log_format::json ? observe::log_format::json : observe::log_format::text;
    auto log = std::make_unique<observe::log>(level_of(config.log.level), format);
    log->set_mask([text = config.text](std::string_view line) { return text->secrets().mask(line); });
    return log;
}

} // namespace

std::shared_ptr<loader::catalogue const> open_plugins(std::vector<std::filesystem::path> const& folders) {
    // On the command line a folder may be relative to where one stands.
    std::vector<std::filesystem::path> all;
    for (auto const& folder : folders)
        all.push_back(std::filesystem::absolute(folder));
    for (auto& own : own_plugin_folders())
        all.push_back(std::move(own));
    return std::make_shared<loader::catalogue>(all);
}

built_hub build_hub(std::filesystem::path const& file) {
    built_hub built;
    auto outcome = config::read(file, [&](std::vector<std::filesystem::path> const& folders) {
        built.plugins = open_plugins(folders);
        return built.plugins;
    });
    if (built.plugins)
        built.warnings = built.plugins->warnings();
    built.problems = std::move(outcome.problems);
    if (!outcome.config)
        return built;
    if (outcome.config->users) {
        built.problems = config::read_users(outcome.config->users->file).problems;
        if (!built.problems.empty())
            return built;
    }
    built.slowed = slowed_routes(*outcome.config);
    built.log = make_log(*outcome.config);
    auto result = lifecycle::hub::build(
        std::move(*outcome.config), [&](std::string_view name) { return built.plugins->load(name); }, *built.log);
    if (auto* problems = std::get_if<std::vector<config::problem>>(&result)) {
        built.problems = std::move(*problems);
    } else {
        built.hub = std::move(std::get<std::unique_ptr<lifecycle::hub>>(result));
    }
    return built;
}

} // namespace tickhub::app
