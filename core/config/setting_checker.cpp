#include "config/setting_checker.hpp"

#include "config/shown.hpp"
#include "config/suggest.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace tickhub::config {
namespace {

// Naming more than this says nothing to a person.
constexpr std::size_t most_named = 12;

std::string_view what_it_is(node_kind kind) {
    switch (kind) {
    case node_kind::scalar:
        return "a single value";
    case node_kind::list:
        return "a list";
    case node_kind::map:
        return "a map";
    case node_kind::empty:
        break;
    }
    return "nothing";
}

bool is_collection(setting_type type) {
    return type == setting_type::list || type == setting_type::map || type == setting_type::object ||
           type == setting_type::one_of;
}

std::string name_with_article(setting_type type) {
    std::string name{name_of(type)};
    std::replace(name.begin(), name.end(), '_', ' ');
    switch (type) {
    case setting_type::integer:
        return "an integer";
    case setting_type::object:
    case setting_type::one_of:
        return "a map";
    case setting_type::url_path:
        return "a URL path";
    case setting_type::text:
        return "a text";
    case setting_type::choice:
        return "a single word";
    case setting_type::listener:
        return "the name of a listener";
    case setting_type::component:
        return "the name of a component";
    default:
        return "a " + name;
    }
}

std::vector<std::string> names_of(std::vector<declared_setting> const& members) {
    std::vector<std::string> names;
    for (declared_setting const& member : members)
        names.push_back(member.name);
    return names;
}

} // namespace

void setting_checker::find(span where, std::string message, std::string suggestion) {
    if (within_default_)
        message = "the plugin's default of " + default_name_ + " is wrong: " + message;
    context_.found.add(where, std::move(message), std::move(suggestion));
}

tickhub_node setting_checker::check_members(std::optional<node_id> map, std::vector<declared_setting> const& members,
                                            span where, std::string const& subject,
                                            std::vector<std::string> const& apart) {
    tickhub_node const object = tree_.add(TICKHUB_NODE_OBJECT, within_default_ ? *within_default_ : where);
    if (map && yaml_[*map].kind != node_kind::map) {
        if (yaml_[*map].kind != node_kind::empty) {
            find(place(yaml_[*map]), subject + " must be a map; found " + std::string{what_it_is(yaml_[*map].kind)});
            return object;
        }
        map.reset();
    }
    std::vector<std::string> known = names_of(members);
    known.insert(known.end(), apart.begin(), apart.end());
    return fill_members(object, map, members, known, subject);
}

tickhub_node setting_checker::fill_members(tickhub_node object, std::optional<node_id> map,
                                           std::vector<declared_setting> const& members,
                                           std::vector<std::string> const& known, std::string const& subject) {
    if (map) {
        for (map_entry const& entry : yaml_[*map].entries) {
            if (std::find(known.begin(), known.end(), entry.key) == known.end())
                refuse_unknown(entry, known, subject);
        }
    }
    for (declared_setting const& member : members) {
        map_entry const* const entry = map ? yaml_.find(*map, member.name) : nullptr;
        tickhub_node value = 0;
        if (entry != nullptr)
            value = check(entry->value, member, "`" + member.name + "`");
        else if (member.by_default)
            value = default_of(member, tree_.where(object));
        else if (member.required)
            find(tree_.where(object), subject + " needs `" + member.name + "`, " + name_with_article(member.type) +
                                          (member.doc.empty() ? "" : ": " + member.doc));
        if (value != 0)
            tree_.append(object, value, member.name);
    }
    return object;
}

void setting_checker::refuse_unknown(map_entry const& entry, std::vector<std::string> const& known,
                                     std::string const& subject) {
    span const where = within_default_ ? *within_default_ : entry.where;
    std::size_t const colon = entry.key.find(':');
    if (colon != std::string::npos && yaml_[entry.value].kind == node_kind::empty &&
        std::find(known.begin(), known.end(), entry.key.substr(0, colon)) != known.end()) {
        find(where, "a space is missing after the `:` in " + shown(entry.key));
        return;
    }
    std::string message = subject + " has no " + shown(entry.key);
    std::string const suggestion = nearest(entry.key, known);
    if (suggestion.empty() && known.empty())
        message += ": it takes no settings";
    else if (suggestion.empty() && known.size() <= most_named)
        message += "; it takes " + or_list(known);
    find(where, message, suggestion);
}

// The default is YAML of its own, checked like the operator's; what it lacks is filled in from its declaration in turn.
tickhub_node setting_checker::default_of(declared_setting const& declared, span where) {
    std::string text = *declared.by_default;
    bool const quote = !is_collection(declared.type) && !text.starts_with('"') && !text.starts_with('\'');
    if (quote) {
        std::string escaped;
        for (char const c : text)
            escaped += c == '\'' ? std::string{"''"} : std::string(1, c);
        text = "'" + escaped + "'";
    }
    source const written{"default", text};
    findings unreadable;
    auto const parsed = document::parse(written, unreadable);
    if (!parsed || !unreadable.empty()) {
        find(where, "the plugin's default of `" + declared.name + "` is not valid YAML: " + shown(text));
        return 0;
    }
    setting_checker inner{context_, *parsed, tree_};
    inner.within_default_ = where;
    inner.default_name_ = "`" + declared.name + "`";
    return inner.check(parsed->root(), declared, inner.default_name_);
}

tickhub_node setting_checker::check(node_id id, declared_setting const& declared, std::string const& subject) {
    switch (declared.type) {
    case setting_type::list:
        return check_list(id, declared, subject);
    case setting_type::map:
        return check_map(id, declared, subject);
    case setting_type::object:
        return expect(node_kind::map, id, declared, subject)
                   ? check_members(id, declared.members, place(yaml_[id]), subject)
                   : 0;
    case setting_type::one_of:
        return check_one_of(id, declared, subject);
    default:
        return check_scalar(id, declared, subject);
    }
}

bool setting_checker::expect(node_kind kind, node_id id, declared_setting const& declared, std::string const& subject) {
    yaml_node const& node = yaml_[id];
    if (node.kind == kind)
        return true;
    std::string message =
        subject + " must be " + name_with_article(declared.type) + "; found " + std::string{what_it_is(node.kind)};
    if (node.kind == node_kind::empty && !node.text.empty())
        message += ", for that is what `~` means; put it in quotes if it is meant";
    else if (node.kind == node_kind::empty && is_collection(declared.type))
        message += declared.type == setting_type::list ? ", write [] for none" : ", write {} for none";
    find(place(node), message);
    return false;
}

tickhub_node setting_checker::check_list(node_id id, declared_setting const& declared, std::string const& subject) {
    if (!expect(node_kind::list, id, declared, subject))
        return 0;
    tickhub_node const list = tree_.add(TICKHUB_NODE_LIST, place(yaml_[id]));
    for (node_id const item : yaml_[id].items) {
        tickhub_node const value = check(item, declared.items.front(), "an item of " + subject);
        if (value != 0)
            tree_.append(list, value);
    }
    return list;
}

tickhub_node setting_checker::check_map(node_id id, declared_setting const& declared, std::string const& subject) {
    if (!expect(node_kind::map, id, declared, subject))
        return 0;
    tickhub_node const map = tree_.add(TICKHUB_NODE_MAP, place(yaml_[id]));
    for (map_entry const& entry : yaml_[id].entries) {
        tickhub_node const value = check(entry.value, declared.items.front(), shown(entry.key));
        if (value != 0)
            tree_.append(map, value, entry.key);
    }
    return map;
}

tickhub_node setting_checker::check_one_of(node_id id, declared_setting const& declared, std::string const& subject) {
    if (!expect(node_kind::map, id, declared, subject))
        return 0;
    std::vector<std::string> names;
    for (declared_alternative const& alternative : declared.alternatives)
        names.push_back(alternative.name);

    map_entry const* const tag = yaml_.find(id, declared.tag);
    if (tag == nullptr) {
        find(place(yaml_[id]), subject + " needs `" + declared.tag + "`: " + or_list(names));
        return 0;
    }
    declared_setting tag_declared{};
    tag_declared.name = declared.tag;
    tag_declared.type = setting_type::choice;
    tag_declared.choices = names;
    tickhub_node const tag_value = check(tag->value, tag_declared, "`" + declared.tag + "`");
    if (tag_value == 0)
        return 0;
    auto const chosen = std::find(names.begin(), names.end(), tree_.text(tag_value));
    std::vector<declared_setting> const& members =
        declared.alternatives[static_cast<std::size_t>(chosen - names.begin())].members;

    tickhub_node const object = tree_.add(TICKHUB_NODE_OBJECT, place(yaml_[id]));
    tree_.append(object, tag_value, declared.tag);
    std::vector<std::string> known = names_of(members);
    known.push_back(declared.tag);
    return fill_members(object, id, members, known, subject + " (" + declared.tag + ": " + *chosen + ")");
}

} // namespace tickhub::config
