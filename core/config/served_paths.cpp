// What is served where: no path of a listener has two owners.
#include "config/own_paths.hpp"
#include "config/reading.hpp"
#include "config/shown.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace tickhub::config {

namespace {

using address = std::pair<std::string, std::string>; // listener and path

std::map<address, std::string> paths_of_the_hub(hub_config const& config) {
    std::map<address, std::string> owners;
    for (listener const& l : config.listeners) {
        for (auto const& [path, file] : l.files)
            owners.emplace(address{l.name, path}, "one of its `files`");
        for (auto const own : own_paths)
            owners.emplace(address{l.name, std::string{own}}, "the hub itself");
    }
    return owners;
}

} // namespace

// A plugin that declares a `listener` and `url_path`s beside it says where it is served.
void check_served_paths(reading& r) {
    auto owners = paths_of_the_hub(r.config);
    for (component const& c : r.config.components) {
        if (c.declared == nullptr || c.settings == nullptr)
            continue;
        settings_tree const& tree = *c.settings;
        tickhub_node const root = tree.abi().root;
        std::string_view on;
        for (declared_setting const& s : c.declared->settings) {
            if (s.type == setting_type::listener)
                on = tree.text(tree.member(root, s.name));
        }
        for (declared_setting const& s : c.declared->settings) {
            tickhub_node const node = s.type == setting_type::url_path ? tree.member(root, s.name) : 0;
            if (node == 0 || on.empty())
                continue;
            address const where{std::string{on}, std::string{tree.text(node)}};
            auto const [owner, is_new] = owners.emplace(where, shown(c.name));
            if (!is_new)
                r.found.add(tree.where(node), "`" + s.name + "`: " + shown(where.second) + " on the listener " +
                                                  shown(where.first) + " belongs to " + owner->second +
                                                  "; choose another path");
        }
    }
}

} // namespace tickhub::config
