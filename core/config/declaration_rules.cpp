#include "config/declaration_rules.hpp"

#include "config/integer_values.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace tickhub::config {
namespace {

using refusal = std::optional<manifest_refusal>;

bool is_lower(char c) noexcept {
    return c >= 'a' && c <= 'z';
}

// Texts of a manifest reach terminals, logs and web pages: no control characters, C1 (in UTF-8) included.
bool is_printable(std::string_view text, std::string_view also_allowed = {}) noexcept {
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const byte = static_cast<unsigned char>(text[i]);
        if ((byte < 0x20 || byte == 0x7f) && also_allowed.find(text[i]) == std::string_view::npos)
            return false;
        if (byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0)
            return false;
    }
    return true;
}

bool is_short_text(std::string_view text) noexcept {
    return text.size() <= manifest_max_name && is_printable(text);
}

bool is_doc(std::string_view text) noexcept {
    return text.size() <= manifest_max_doc && is_printable(text, "\n");
}

bool is_ordered(setting_type type) noexcept {
    return is_integer(type) && type != setting_type::boolean;
}

bool has_items(setting_type type) noexcept {
    return type == setting_type::list || type == setting_type::map;
}

refusal rules_of(std::vector<declared_setting> const& settings, std::string const& where);

refusal rules_of_choices(declared_setting const& s, std::string const& where) {
    if (s.type != setting_type::choice) {
        if (!s.choices.empty())
            return manifest_refusal{where, "only a choice has choices"};
        return std::nullopt;
    }
    if (s.choices.empty())
        return manifest_refusal{where, "a choice needs choices"};
    std::set<std::string_view> seen;
    for (std::string const& choice : s.choices) {
        if (choice.empty() || !is_short_text(choice))
            return manifest_refusal{where, "a choice is empty, over 64 bytes or not printable"};
        if (!seen.insert(choice).second)
            return manifest_refusal{where, "the choice '" + choice + "' is there twice"};
    }
    if (s.by_default && !seen.contains(*s.by_default))
        return manifest_refusal{where, "the default '" + *s.by_default + "' is not among the choices"};
    return std::nullopt;
}

refusal rules_of_parts(declared_setting const& s, std::string const& where) {
    if (has_items(s.type) != !s.items.empty())
        return manifest_refusal{where,
                                has_items(s.type) ? "a list or map needs 'items'" : "only lists and maps have 'items'"};
    if ((s.type == setting_type::object) != !s.members.empty())
        return manifest_refusal{where,
                                s.members.empty() ? "an object needs 'members'" : "only an object has 'members'"};
    if (!s.items.empty()) {
        declared_setting item = s.items.front();
        item.name = "items"; // its own is not used
        if (auto broken = rules_of({item}, where))
            return broken;
    }
    return rules_of(s.members, where);
}

refusal rules_of_alternatives(declared_setting const& s, std::string const& where) {
    if (s.type != setting_type::one_of) {
        if (!s.alternatives.empty() || !s.tag.empty())
            return manifest_refusal{where, "only a one_of has a tag and alternatives"};
        return std::nullopt;
    }
    if (!is_plugin_name(s.tag) || s.alternatives.empty())
        return manifest_refusal{where, "a one_of needs a tag and alternatives"};
    std::set<std::string_view> seen;
    for (declared_alternative const& a : s.alternatives) {
        if (a.name.empty() || !is_short_text(a.name) || !is_doc(a.doc))
            return manifest_refusal{where, "an alternative's name or doc is empty, too long or not printable"};
        if (!seen.insert(a.name).second)
            return manifest_refusal{where, "the alternative '" + a.name + "' is there twice"};
        for (declared_setting const& member : a.members) {
            if (member.name == s.tag)
                return manifest_refusal{where, "the alternative '" + a.name + "' has a member with the tag's name"};
        }
        if (auto broken = rules_of(a.members, where + "(" + a.name + ")"))
            return broken;
    }
    return std::nullopt;
}

// What of the default, min and max are numbers must be numbers of the type, in order.
refusal rules_of_numbers(declared_setting const& s, std::string const& where) {
    if (!is_integer(s.type))
        return std::nullopt;
    parsed_integer last;
    for (auto const& value : {s.min, s.by_default, s.max}) {
        if (!value || value->find("${") != std::string::npos)
            continue;
        parsed_integer parsed = parse_value(s.type, *value);
        if (!parsed.value)
            return manifest_refusal{where, "its default, min or max " + parsed.fault};
        if (last.value && *parsed.value < *last.value)
            return manifest_refusal{where, "its default lies outside of min and max, or they are swapped"};
        last = std::move(parsed);
    }
    return std::nullopt;
}

// A default of many parts is YAML in flow style, which the reader looks into when it is used.
bool is_flow(std::string_view text, char first, char last) {
    return text.size() >= 2 && text.front() == first && text.back() == last;
}

refusal rules_of_values(declared_setting const& s, std::string const& where) {
    if (s.required && s.by_default)
        return manifest_refusal{where, "it is required and has a default"};
    if ((s.min || s.max) && !is_ordered(s.type))
        return manifest_refusal{where, "a " + std::string{name_of(s.type)} + " has no min or max"};
    if (s.by_default && s.type == setting_type::secret)
        return manifest_refusal{where, "a secret has no default"};
    for (auto const& value : {s.by_default, s.min, s.max}) {
        if (value && (value->size() > manifest_max_doc || !is_printable(*value)))
            return manifest_refusal{where, "a default, min or max is too long or not printable"};
    }
    if (s.by_default && s.type == setting_type::list && !is_flow(*s.by_default, '[', ']'))
        return manifest_refusal{where, "the default of a list is written [...]"};
    bool const is_map = s.type == setting_type::map || s.type == setting_type::object || s.type == setting_type::one_of;
    if (s.by_default && is_map && !is_flow(*s.by_default, '{', '}'))
        return manifest_refusal{where, "the default of a " + std::string{name_of(s.type)} + " is written {...}"};
    return rules_of_numbers(s, where);
}

refusal rules_of(declared_setting const& s, std::string const& where) {
    for (auto const rules : {rules_of_values, rules_of_choices, rules_of_parts, rules_of_alternatives}) {
        if (auto broken = rules(s, where))
            return broken;
    }
    return std::nullopt;
}

refusal rules_of(std::vector<declared_setting> const& settings, std::string const& where) {
    std::set<std::string_view> seen;
    for (declared_setting const& s : settings) {
        if (!is_plugin_name(s.name))
            return manifest_refusal{where, "a setting's name is not [a-z][a-z0-9_]* of at most 64 bytes"};
        std::string const here = where + "." + s.name;
        if (!seen.insert(s.name).second)
            return manifest_refusal{here, "it is declared twice"};
        if (!is_doc(s.doc))
            return manifest_refusal{here, "its doc is over 4 KiB or not printable"};
        if (auto broken = rules_of(s, here))
            return broken;
    }
    return std::nullopt;
}

} // namespace

bool is_plugin_name(std::string_view text) noexcept {
    return !text.empty() && text.size() <= manifest_max_name && is_lower(text.front()) &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return is_lower(c) || (c >= '0' && c <= '9') || c == '_'; });
}

std::optional<manifest_refusal> broken_rule(manifest const& m) {
    if (!is_plugin_name(m.name))
        return manifest_refusal{"", "the plugin's name is not [a-z][a-z0-9_]* of at most 64 bytes"};
    if (!is_short_text(m.version))
        return manifest_refusal{"", "the version is over 64 bytes or not printable"};
    if (!is_doc(m.doc))
        return manifest_refusal{"", "the plugin's doc is over 4 KiB or not printable"};
    if ((m.kind == plugin_kind::feed) != (m.feed != feed_style::none))
        return manifest_refusal{"", m.kind == plugin_kind::feed ? "a feed says whether it is timer, pull or loop"
                                                                : "only a feed has a feed style"};
    for (std::string const& capability : m.capabilities) {
        if (capability.empty() || !is_short_text(capability))
            return manifest_refusal{"", "a capability is empty, over 64 bytes or not printable"};
        if (capability == "clock" && m.feed != feed_style::pull)
            return manifest_refusal{"", "only a pull feed can be the hub's clock"};
    }
    return rules_of(m.settings, "settings");
}

} // namespace tickhub::config
