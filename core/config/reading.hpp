// One reading of one file: what the readers of its sections share.
#pragma once

#include "config/catalogue.hpp"
#include "config/document.hpp"
#include "config/findings.hpp"
#include "config/hub_config.hpp"
#include "config/setting_checker.hpp"
#include "config/source.hpp"
#include "config/surroundings.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace tickhub::config {

struct reading {
    reading(std::shared_ptr<source> the_text, document the_yaml, findings& the_findings, surroundings const& around,
            std::filesystem::path const& folder)
        : text{std::move(the_text)}
        , yaml{std::move(the_yaml)}
        , found{the_findings}
        , checks{*text, the_findings, around, folder, {}, {}} {}

    std::shared_ptr<source> text;
    document yaml;
    findings& found;
    checking_context checks; ///< its names are known after read_names
    hub_config config;
    std::string clock = "host"; ///< what `clock` names; empty when that was no name
    span clock_place;

    /// The value of a section, if the file has it.
    [[nodiscard]] std::optional<node_id> section(std::string_view name) const {
        map_entry const* const entry = yaml.find(yaml.root(), name);
        return entry == nullptr ? std::nullopt : std::optional{entry->value};
    }
};

/// `hub:`; read_clock looks at what `clock` names when the components are known.
void read_hub(reading& r);
void read_clock(reading& r);
void read_listeners(reading& r);
/// `users:`; comes before the listeners, whose rules may need it.
void read_users_section(reading& r);
/// Whether the values of an object were all fine: else what is missing in its tree may stand in the file.
enum class values : bool { had_problems, fine };
/// `access` and `allowed_origins` of a listener, whose checked members are `object` of `tree`.
void read_access(reading& r, settings_tree const& tree, tickhub_node object, values checked, listener& l);
/// Fills checks.listeners and checks.components, so that settings may name what comes later in the file.
void read_names(reading& r);
/// `feeds:`, `processors:` and `sinks:`; config.plugins must be open.
void read_components(reading& r);
/// Refuses a path of a listener that would have two owners: components, `files`, or the hub itself.
void check_served_paths(reading& r);
/// `routes:`, which may name what is in the file only.
void read_routes(reading& r);
/// Refuses cycles.
void check_cycles(reading& r);

} // namespace tickhub::config
