#include "config/setting_schema.hpp"

#include "config/setting_facts.hpp"

#include <boost/json.hpp>

#include <utility>

namespace tickhub::config {
namespace {

namespace json = boost::json;

// A text that something is put into (`${env:PORT}`) is judged once that is known.
constexpr char const* substituted = R"(\$\{)";

json::object text_like(std::string_view pattern) {
    return {{"type", "string"}, {"pattern", std::string{pattern} + "|" + substituted}};
}

// YAML's own numbers, or text that is one.
json::object number_like(std::string_view type, std::string_view pattern) {
    json::object schema = text_like(pattern);
    schema["type"] = json::array{type, "string"};
    return schema;
}

// The value that YAML makes of the text, as far as JSON writes the same: 5, true, [], {}.
std::optional<json::value> typed(std::string_view text) {
    json::error_code error;
    json::value value = json::parse(text, error);
    if (error)
        return std::nullopt;
    return value;
}

void add_bound(json::object& schema, char const* name, std::optional<std::string> const& bound) {
    if (!bound)
        return;
    if (auto value = typed(*bound); value && value->is_number())
        schema[name] = *std::move(value);
}

json::object choice_schema(std::vector<std::string> const& choices) {
    json::array values;
    for (std::string const& choice : choices) {
        values.emplace_back(choice);
        // Unquoted, an editor takes `1` for a number and `true` for a boolean.
        if (auto value = typed(choice); value && (value->is_number() || value->is_bool()))
            values.push_back(*std::move(value));
    }
    return {{"anyOf",
             {json::object{{"enum", std::move(values)}}, json::object{{"type", "string"}, {"pattern", substituted}}}}};
}

json::object one_of_schema(declared_setting const& s) {
    std::vector<std::string> names;
    json::array forms;
    for (declared_alternative const& a : s.alternatives) {
        names.push_back(a.name);
        json::object form = schema_of_members(a.members);
        form.at("properties").as_object()[s.tag] = true;
        forms.emplace_back(schema_where(s.tag, a.name, std::move(form)));
    }
    return {{"type", "object"},
            {"required", json::array{s.tag}},
            {"properties", json::object{{s.tag, choice_schema(names)}}},
            {"allOf", std::move(forms)}};
}

json::object form_of(declared_setting const& s) {
    switch (s.type) {
    case setting_type::boolean:
        return {{"anyOf", {json::object{{"type", "boolean"}}, text_like("^(true|false)$")}}};
    case setting_type::integer:
        return number_like("integer", "^-?(0|[1-9][0-9]*)$");
    case setting_type::decimal:
    case setting_type::price:
        return number_like("number", R"(^-?(0|[1-9][0-9]*)(\.[0-9]+)?$)");
    case setting_type::duration:
        return text_like(R"(^(0|[1-9][0-9]*)(\.[0-9]+)?(ns|us|ms|s|m|h|d)$)");
    case setting_type::size:
        return text_like(R"(^(0|[1-9][0-9]*)(\.[0-9]+)?(B|KiB|MiB|GiB|KB|MB|GB)$)");
    case setting_type::date:
        return text_like("^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$");
    case setting_type::time_of_day:
        return text_like(R"(^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?$)");
    case setting_type::time_zone:
        return text_like("^[A-Za-z][A-Za-z0-9_+/-]*$");
    case setting_type::url_path:
        return text_like("^(/[A-Za-z0-9_.~-]+)+/?$|^/$");
    case setting_type::choice:
        return choice_schema(s.choices);
    case setting_type::secret:
        return {{"type", "string"}, {"pattern", R"(^\$\{(env:[A-Za-z_][A-Za-z0-9_]*|file:[^}]+)\}$)"}};
    case setting_type::list:
        return {{"type", "array"}, {"items", schema_of_setting(s.items.front())}};
    case setting_type::map:
        return {{"type", "object"}, {"additionalProperties", schema_of_setting(s.items.front())}};
    case setting_type::object:
        return schema_of_members(s.members);
    case setting_type::one_of:
        return one_of_schema(s);
    case setting_type::text:
    case setting_type::symbol:
    case setting_type::path:
    case setting_type::listener:
    case setting_type::component:
        break;
    }
    // The hub takes it as the text that it is, whatever YAML would make of it.
    return {{"type", {"string", "number", "boolean"}}};
}

} // namespace

std::string hover_text(declared_setting const& s) {
    std::string text = s.doc;
    std::string facts = takes(s);
    if (std::string const bounds = range(s); !bounds.empty())
        facts += ", " + bounds;
    if (std::string_view const written = how_written(s.type); !written.empty())
        facts += " (" + std::string{written} + ")";
    return text.empty() ? facts : text + "\n\n" + facts;
}

json::object schema_of_setting(declared_setting const& s) {
    json::object schema{{"description", hover_text(s)}};
    for (auto& [key, value] : form_of(s))
        schema[key] = std::move(value);
    add_bound(schema, "minimum", s.min);
    add_bound(schema, "maximum", s.max);
    if (!s.by_default)
        return schema;
    // An editor fills the default in, so it has the type that the editor gives it. Lists of unquoted texts are not
    // JSON: those are only told.
    bool const is_text = schema.contains("type") && schema.at("type") == "string";
    auto value = is_text ? std::nullopt : typed(*s.by_default);
    bool const collection = !s.items.empty() || !s.members.empty() || s.type == setting_type::one_of;
    if (value || !collection)
        schema["default"] = value ? *std::move(value) : json::value(*s.by_default);
    else
        schema["description"] = hover_text(s) + ", default " + *s.by_default;
    return schema;
}

json::object schema_of_members(std::vector<declared_setting> const& members) {
    json::object properties;
    json::array required;
    for (declared_setting const& member : members) {
        properties[member.name] = schema_of_setting(member);
        if (member.required)
            required.emplace_back(member.name);
    }
    json::object schema{{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
    if (!required.empty())
        schema["required"] = std::move(required);
    return schema;
}

json::object schema_where(std::string_view key, std::string_view value, json::object then) {
    json::object const condition{{"required", json::array{key}},
                                 {"properties", json::object{{key, json::object{{"const", value}}}}}};
    return {{"if", condition}, {"then", std::move(then)}};
}

} // namespace tickhub::config
