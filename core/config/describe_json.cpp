#include "config/describe.hpp"

#include <boost/json.hpp>

namespace tickhub::config {
namespace {

namespace json = boost::json;

json::array array_of(std::vector<std::string> const& texts) {
    json::array result;
    for (std::string const& text : texts)
        result.emplace_back(text);
    return result;
}

json::object object_of(declared_setting const& s);

json::array array_of(std::vector<declared_setting> const& settings) {
    json::array result;
    for (declared_setting const& s : settings)
        result.emplace_back(object_of(s));
    return result;
}

void add(json::object& out, char const* name, std::optional<std::string> const& value) {
    if (value)
        out[name] = *value;
}

json::object object_of(declared_setting const& s) {
    json::object out{{"name", s.name}, {"type", name_of(s.type)}, {"doc", s.doc}, {"required", s.required}};
    add(out, "default", s.by_default);
    add(out, "min", s.min);
    add(out, "max", s.max);
    if (!s.choices.empty())
        out["choices"] = array_of(s.choices);
    if (!s.items.empty())
        out["items"] = object_of(s.items.front());
    if (!s.members.empty())
        out["members"] = array_of(s.members);
    if (s.type != setting_type::one_of)
        return out;
    out["tag"] = s.tag;
    json::array alternatives;
    for (declared_alternative const& a : s.alternatives)
        alternatives.emplace_back(json::object{{"name", a.name}, {"doc", a.doc}, {"members", array_of(a.members)}});
    out["alternatives"] = std::move(alternatives);
    return out;
}

} // namespace

std::string describe_as_json(manifest const& plugin) {
    json::object out{{"name", plugin.name}, {"version", plugin.version}, {"kind", name_of(plugin.kind)}};
    if (plugin.feed != feed_style::none)
        out["feed"] = name_of(plugin.feed);
    out["doc"] = plugin.doc;
    out["capabilities"] = array_of(plugin.capabilities);
    out["settings"] = array_of(plugin.settings);
    return json::serialize(out) + "\n";
}

} // namespace tickhub::config
