#include "config/schema.hpp"

#include "config/hub_declaration.hpp"
#include "config/setting_facts.hpp"
#include "config/setting_schema.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace tickhub::config {
namespace {

namespace json = boost::json;

using manifests = std::vector<manifest const*>;

manifests plugins_of(catalogue const& plugins, plugin_kind kind) {
    manifests result;
    for (std::string const& name : plugins.names()) {
        manifest const* const found = plugins.find(name).found;
        if (found != nullptr && found->kind == kind)
            result.push_back(found);
    }
    return result;
}

json::object described(std::string_view text, json::object schema) {
    schema["description"] = text;
    return schema;
}

// Names are those that is_plugin_name takes, but the hub's own.
json::object map_of(std::string_view description, json::value items) {
    return {{"description", description},
            {"type", "object"},
            {"propertyNames", json::object{{"pattern", "^(?!hub$)[a-z][a-z0-9_]{0,63}$"}}},
            {"additionalProperties", std::move(items)}};
}

// `plugin:` offers the plugins of the kind, each explained.
json::object plugin_names(manifests const& plugins) {
    json::array names;
    json::array docs;
    for (manifest const* plugin : plugins) {
        names.emplace_back(plugin->name);
        docs.emplace_back(plugin->doc);
    }
    return {
        {"description", "the name of its plugin"}, {"enum", std::move(names)}, {"enumDescriptions", std::move(docs)}};
}

// What holds of a component when it is of this plugin.
json::object settings_of(manifest const& plugin) {
    json::object settings = described(plugin.doc, schema_of_members(plugin.settings));
    bool const needed = settings.contains("required");
    json::object then{{"properties", json::object{{"settings", std::move(settings)}}}};
    if (needed)
        then["required"] = json::array{"settings"};
    return schema_where("plugin", plugin.name, std::move(then));
}

json::value component(plugin_kind kind, manifests const& plugins) {
    if (plugins.empty())
        return false; // no plugin of the kind, no component
    json::object schema = schema_of_members(component_members(kind));
    auto& properties = schema.at("properties").as_object();
    properties["plugin"] = plugin_names(plugins);
    properties["settings"] = json::object{{"type", "object"}};
    json::array rules;
    for (manifest const* plugin : plugins)
        rules.emplace_back(settings_of(*plugin));
    schema["allOf"] = std::move(rules);
    return schema;
}

// `to: public` stands for `to: [public]`.
void allow_single(json::object& properties, std::string_view name) {
    json::object const list = properties.at(name).as_object();
    properties[name] = json::object{{"description", list.at("description")}, {"anyOf", {list.at("items"), list}}};
}

json::object route() {
    json::object schema = schema_of_members(route_members());
    allow_single(schema.at("properties").as_object(), "from");
    allow_single(schema.at("properties").as_object(), "to");
    return schema;
}

} // namespace

std::string schema_of_configs(catalogue const& plugins) {
    json::object sections;
    sections["hub"] = described("the hub itself", schema_of_members(hub_members()));
    sections["listeners"] = map_of("where the hub serves HTTP, by name", schema_of_members(listener_members()));
    sections["users"] =
        described("who may log in; without, nobody can, and nothing asks for it", schema_of_members(users_members()));
    sections["feeds"] =
        map_of("what brings events in, by name", component(plugin_kind::feed, plugins_of(plugins, plugin_kind::feed)));
    sections["processors"] = map_of("what derives events from others, by name",
                                    component(plugin_kind::processor, plugins_of(plugins, plugin_kind::processor)));
    sections["sinks"] = map_of("what carries events to people and programs, by name",
                               component(plugin_kind::sink, plugins_of(plugins, plugin_kind::sink)));
    sections["routes"] =
        json::object{{"description", "which events of whom go to whom"}, {"type", "array"}, {"items", route()}};
    json::object const schema{{"$schema", "http://json-schema.org/draft-07/schema#"},
                              {"title", "tickhub configuration"},
                              {"type", "object"},
                              {"additionalProperties", false},
                              {"properties", std::move(sections)}};
    return json::serialize(schema) + "\n";
}

} // namespace tickhub::config
