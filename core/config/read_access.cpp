// Who may log in, and who may have what: `users:`, and `access` and `allowed_origins` of a listener.
#include "config/hub_declaration.hpp"
#include "config/listen_address.hpp"
#include "config/reading.hpp"
#include "config/scalars.hpp"
#include "config/shown.hpp"

#include <algorithm>
#include <optional>

namespace tickhub::config {
namespace {

constexpr std::string_view below = "/*";

// The scheme, the host and the port, as a browser sends them: nothing else is compared with it.
std::string origin_fault(std::string_view text) {
    if (text == "*")
        return "can't be `*`: with it any page anywhere could act for the users of this hub; name the origins";
    std::size_t const scheme = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : 0;
    std::string_view const host = text.substr(scheme);
    bool const good = scheme != 0 && !host.empty() && host.size() <= 255 && host.front() != ':' &&
                      std::all_of(host.begin(), host.end(), [](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' ||
                                 c == '[' || c == ']' || c == '_';
                      });
    if (!good)
        return "must be an origin in lower case, such as https://desk.example or http://127.0.0.1:3000; found " +
               shown(text);
    if ((scheme == 8 && host.ends_with(":443")) || (scheme == 7 && host.ends_with(":80")))
        return "must leave out the scheme's own port, as browsers do; found " + shown(text);
    return {};
}

std::string rule_path_fault(std::string_view path) {
    std::string_view const exact = path.ends_with(below) ? path.substr(0, path.size() - below.size()) : path;
    if (auto fault = exact.empty() && path == below ? std::string{} : url_path_fault(exact); !fault.empty())
        return path.find('*') == std::string_view::npos
                   ? fault
                   : "takes `*` only as its end, as in /admin/*; found " + shown(path);
    for (std::string_view const open : {"/healthz", "/readyz", "/login", "/logout", "/renew"}) {
        if (path == open)
            return "must be another: " + shown(open) + " is open to all";
    }
    return {};
}

std::vector<std::string> texts(settings_tree const& tree, tickhub_node list) {
    std::vector<std::string> result;
    for (std::uint32_t i = 0; i < tree.count(list); ++i)
        result.emplace_back(tree.text(tree.item(list, i)));
    return result;
}

role_set read_roles(reading& r, settings_tree const& tree, tickhub_node list, values checked) {
    auto const names = texts(tree, list);
    bool const anyone = std::find(names.begin(), names.end(), "anyone") != names.end();
    role_set roles;
    for (auto const& name : names) {
        if (auto const role = role_from_name(name); role)
            roles.insert(*role);
    }
    if (names.empty() && checked == values::had_problems)
        return roles;
    if (names.empty())
        r.found.add(tree.where(list), "`roles` must name who may; write [anyone] for all");
    else if (anyone && !roles.empty())
        r.found.add(tree.where(list), "`roles` must be [anyone] alone: no other role is needed then");
    else if (!anyone && !r.section("users"))
        r.found.add(tree.where(list), "a rule that asks for a role needs the section `users`: nobody could log in");
    return roles;
}

bool same_subject(access_rule const& a, access_rule const& b) {
    if (a.path != b.path || a.topics.empty() != b.topics.empty())
        return false;
    return a.topics.empty() || std::any_of(a.topics.begin(), a.topics.end(), [&](std::string const& topic) {
               return std::find(b.topics.begin(), b.topics.end(), topic) != b.topics.end();
           });
}

void read_rule(reading& r, settings_tree const& tree, tickhub_node node, values checked, listener& l) {
    access_rule rule;
    rule.where = tree.where(node);
    tickhub_node const path = tree.member(node, "path");
    rule.path = tree.text(path);
    if (auto fault = path == 0 ? std::string{} : rule_path_fault(rule.path); !fault.empty())
        r.found.add(tree.where(path), "`path` " + fault);
    rule.topics = texts(tree, tree.member(node, "topics"));
    if (tickhub_node const roles = tree.member(node, "roles"); roles != 0)
        rule.roles = read_roles(r, tree, roles, checked);
    auto const other = std::find_if(l.access.begin(), l.access.end(),
                                    [&](access_rule const& known) { return same_subject(known, rule); });
    if (checked == values::fine && other != l.access.end())
        r.found.add(rule.where,
                    "there is a rule about " + shown(rule.path) + " already, at " + r.text->place_of(other->where));
    l.access.push_back(std::move(rule));
}

} // namespace

void read_users_section(reading& r) {
    auto const section = r.section("users");
    if (!section)
        return;
    settings_tree tree{r.text};
    setting_checker checker{r.checks, r.yaml, tree};
    map_entry const& entry = *r.yaml.find(r.yaml.root(), "users");
    tickhub_node const object = checker.check_members(section, users_members(), entry.where, "`users`");
    users_options users;
    users.file = tree.text(tree.member(object, "file"));
    tickhub_node const token = tree.member(object, "token_lifetime");
    tickhub_node const session = tree.member(object, "session_lifetime");
    users.token_lifetime = std::chrono::nanoseconds{tree.integer(token)};
    users.session_lifetime = std::chrono::nanoseconds{tree.integer(session)};
    if (token != 0 && session != 0 && users.session_lifetime < users.token_lifetime)
        r.found.add(tree.where(session), "`session_lifetime` must not be shorter than `token_lifetime`");
    r.config.users = std::move(users);
}

void read_access(reading& r, settings_tree const& tree, tickhub_node object, values checked, listener& l) {
    tickhub_node const origins = tree.member(object, "allowed_origins");
    for (std::uint32_t i = 0; i < tree.count(origins); ++i) {
        tickhub_node const item = tree.item(origins, i);
        l.allowed_origins.emplace_back(tree.text(item));
        if (auto fault = origin_fault(l.allowed_origins.back()); !fault.empty())
            r.found.add(tree.where(item), "an item of `allowed_origins` " + fault);
    }
    tickhub_node const rules = tree.member(object, "access");
    for (std::uint32_t i = 0; i < tree.count(rules); ++i)
        read_rule(r, tree, tree.item(rules, i), checked, l);
    auto const about_admin = [](access_rule const& rule) { return rule.path == "/admin/*" && rule.topics.empty(); };
    if (r.section("users") && std::none_of(l.access.begin(), l.access.end(), about_admin))
        l.access.push_back({"/admin/*", {}, role_set{role::admin}, l.where});
}

} // namespace tickhub::config
