#include "http/access_rules.hpp"

#include <algorithm>
#include <utility>

namespace tickhub::http {

namespace {

bool is_pattern(std::string_view path) noexcept {
    return path.ends_with("/*");
}

bool is_about(std::string_view rule, std::string_view path) noexcept {
    if (!is_pattern(rule))
        return rule == path;
    std::string_view const top = rule.substr(0, rule.size() - 2);
    return path.starts_with(top) && (path.size() == top.size() || path[top.size()] == '/');
}

bool is_about_topic(access_rule const& rule, std::string_view topic) noexcept {
    if (topic.empty())
        return rule.topics.empty();
    return std::find(rule.topics.begin(), rule.topics.end(), topic) != rule.topics.end();
}

} // namespace

access_rules::access_rules(std::vector<access_rule> rules) : rules_{std::move(rules)} {
    std::stable_sort(rules_.begin(), rules_.end(), [](access_rule const& a, access_rule const& b) {
        if (is_pattern(a.path) != is_pattern(b.path))
            return !is_pattern(a.path);
        return a.path.size() > b.path.size();
    });
}

role_set access_rules::decide(std::string_view path, std::string_view topic) const noexcept {
    for (access_rule const& rule : rules_) {
        if (is_about(rule.path, path) && is_about_topic(rule, topic))
            return rule.roles;
    }
    return {};
}

bool access_rules::may_have(std::string_view path, std::string_view topic, role_set roles) const noexcept {
    role_set const needed = decide(path, topic);
    return needed.empty() || roles.shares_one_with(needed);
}

} // namespace tickhub::http
