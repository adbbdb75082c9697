#include "config/declaration_rules.hpp"
#include "config/hub_declaration.hpp"
#include "config/reading.hpp"
#include "config/shown.hpp"
#include "config/suggest.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace tickhub::config {
namespace {

constexpr std::size_t most_components = 4096;

struct section_of {
    std::string_view name;
    plugin_kind kind;
};

constexpr std::array<section_of, 3> sections{
    {{"feeds", plugin_kind::feed}, {"processors", plugin_kind::processor}, {"sinks", plugin_kind::sink}}};

std::string_view section_name(plugin_kind kind) {
    return std::find_if(sections.begin(), sections.end(), [kind](section_of const& s) { return s.kind == kind; })->name;
}

// The entries of a section that is a map of names.
std::vector<map_entry> named_entries(reading const& r, std::string_view section) {
    auto const id = r.section(section);
    return id ? r.yaml[*id].entries : std::vector<map_entry>{};
}

std::string name_fault(std::string_view name) {
    if (name == "hub")
        return "`hub` is the hub's own name; choose another one";
    if (is_plugin_name(name))
        return {};
    return shown(name) + " is no name: lower-case letters, digits and _, beginning with a letter, at most 64";
}

// Keys that belong to the other kind of component deserve better than "unknown".
void refuse_misplaced(reading& r, map_entry const& entry, plugin_kind kind) {
    if (r.yaml[entry.value].kind != node_kind::map)
        return;
    for (map_entry const& key : r.yaml[entry.value].entries) {
        if (kind == plugin_kind::feed && key.key == "inbox")
            r.found.add(key.where, "a feed has no inbox: nothing is routed to it");
        if (kind != plugin_kind::feed && (key.key == "prefix" || key.key == "share"))
            r.found.add(key.where, "`" + key.key + "` is for feeds: only they bring symbols");
    }
}

// Whether the plugin is there and of the kind of its section; tells when not.
bool find_plugin(reading& r, component& c, span where) {
    auto const entry = r.config.plugins->find(c.plugin);
    if (entry.found == nullptr) {
        if (entry.fault.empty())
            r.found.add(where, "there is no plugin " + shown(c.plugin), nearest(c.plugin, r.config.plugins->names()));
        else
            r.found.add(where, "the plugin " + shown(c.plugin) + " can't be used: " + entry.fault);
        return false;
    }
    if (entry.found->kind != c.kind) {
        r.found.add(where, "the plugin " + shown(c.plugin) + " is a " + std::string{name_of(entry.found->kind)} +
                               " and belongs under `" + std::string{section_name(entry.found->kind)} + "`");
        return false;
    }
    c.declared = entry.found;
    return true;
}

void read_component(reading& r, map_entry const& entry, plugin_kind kind) {
    component c;
    c.name = entry.key;
    c.kind = kind;
    c.where = entry.where;
    refuse_misplaced(r, entry, kind);

    settings_tree own{r.text};
    setting_checker checker{r.checks, r.yaml, own};
    std::string const subject = "the " + std::string{name_of(kind)} + " " + shown(entry.key);
    std::vector<std::string> apart{"settings"};
    if (kind == plugin_kind::feed)
        apart.emplace_back("inbox");
    else
        apart.insert(apart.end(), {"prefix", "share"});
    tickhub_node const object =
        checker.check_members(entry.value, component_members(kind), entry.where, subject, apart);
    if (kind == plugin_kind::feed) {
        c.prefix = own.text(own.member(object, "prefix"));
        c.share = own.integer(own.member(object, "share")) != 0;
    } else {
        tickhub_node const inbox = own.member(object, "inbox");
        c.inbox.records = static_cast<std::uint64_t>(own.integer(own.member(inbox, "records")));
        c.inbox.bytes = static_cast<std::uint64_t>(own.integer(own.member(inbox, "bytes")));
    }

    if (tickhub_node const plugin = own.member(object, "plugin"); plugin != 0) {
        c.plugin = own.text(plugin);
        if (find_plugin(r, c, own.where(plugin))) {
            map_entry const* const settings = r.yaml.find(entry.value, "settings");
            c.settings = std::make_shared<settings_tree>(r.text);
            setting_checker plugin_checker{r.checks, r.yaml, *c.settings};
            c.settings->set_root(plugin_checker.check_members(
                settings == nullptr ? std::nullopt : std::optional{settings->value}, c.declared->settings,
                settings == nullptr ? entry.where : settings->where, "the plugin " + shown(c.plugin)));
        }
    }
    r.config.components.push_back(std::move(c));
}

} // namespace

void read_names(reading& r) {
    for (map_entry const& entry : named_entries(r, "listeners")) {
        r.checks.listeners.push_back(entry.key);
        if (auto const fault = name_fault(entry.key); !fault.empty())
            r.found.add(entry.where, fault);
    }
    std::map<std::string_view, span> taken;
    for (section_of const& section : sections) {
        auto const id = r.section(section.name);
        if (!id || r.yaml[*id].kind == node_kind::empty)
            continue;
        if (r.yaml[*id].kind != node_kind::map) {
            r.found.add(r.yaml[*id].where,
                        "`" + std::string{section.name} + "` must be a map of names to " + std::string{section.name});
            continue;
        }
        for (map_entry const& entry : r.yaml[*id].entries) {
            r.checks.components.push_back(entry.key);
            if (auto const fault = name_fault(entry.key); !fault.empty())
                r.found.add(entry.where, fault);
            auto const [first, is_new] = taken.emplace(entry.key, entry.where);
            if (!is_new)
                r.found.add(entry.where, "the name " + shown(entry.key) + " is taken at " +
                                             r.text->place_of(first->second) + "; all components share their names");
        }
    }
}

void read_components(reading& r) {
    if (r.checks.components.size() > most_components) {
        r.found.add({}, "there are more than 4,096 components");
        return;
    }
    for (section_of const& section : sections) {
        for (map_entry const& entry : named_entries(r, section.name))
            read_component(r, entry, section.kind);
    }
    if (r.checks.components.empty() && r.found.empty())
        r.found.add({}, "there are no feeds, processors or sinks: nothing to run");
}

} // namespace tickhub::config
