#include "config/private_yaml.hpp"

#include "config/shown.hpp"
#include "config/suggest.hpp"
#include "config/surroundings.hpp"

#include <array>
#include <cstdio>
#include <ctime>
#include <utility>

namespace tickhub::config {
namespace {

// Such a file says all by itself.
surroundings no_surroundings() {
    return {[](std::string const&) { return std::optional<std::string>{}; },
            [](std::filesystem::path const&, std::size_t, std::string& fault) {
                fault = "this file can't take in others";
                return std::optional<std::string>{};
            },
            [](std::filesystem::path const&) { return false; }, [](std::filesystem::path const&) { return false; }};
}

void hide_secrets(source& text, document const& yaml, node_id section, std::string const& name) {
    for (map_entry const& entry : yaml[section].entries) {
        if (map_entry const* const secret = yaml.find(entry.value, name); secret != nullptr) {
            text.hide(yaml[secret->value].where);
            text.secrets().add(yaml[secret->value].text);
        }
    }
}

} // namespace

std::vector<problem> read_private_yaml(std::string text, std::string file, private_yaml const& form,
                                       std::function<void(private_entry const&)> const& take) {
    auto const whole = std::make_shared<source>(std::move(file), std::move(text));
    findings found;
    std::optional<document> yaml;
    std::vector<problem> problems;
    if (auto unreadable = whole->unreadable())
        problems.push_back(*unreadable);
    else
        yaml = document::parse(*whole, found);
    if (!yaml) {
        if (problems.empty())
            problems = found.as_problems(*whole);
        for (problem& p : problems)
            p.excerpt.clear(); // nobody knows what of the line is secret
        return problems;
    }
    yaml_node const& root = (*yaml)[yaml->root()];
    for (map_entry const& entry : root.entries) {
        if (entry.key != form.section)
            found.add(entry.where,
                      "there is no section " + shown(entry.key) + "; the file takes " + shown(form.section),
                      nearest(entry.key, {form.section}));
    }
    map_entry const* const section = yaml->find(yaml->root(), form.section);
    if (root.kind != node_kind::map || section == nullptr) {
        found.add(root.where, "the file must be a map with the section " + shown(form.section));
    } else if (auto const kind = (*yaml)[section->value].kind; kind != node_kind::map && kind != node_kind::empty) {
        found.add((*yaml)[section->value].where, shown(form.section) + " must be a map of names to objects");
    } else {
        hide_secrets(*whole, *yaml, section->value, form.secret);
        surroundings const around = no_surroundings();
        checking_context context{*whole, found, around, {}, {}, {}};
        for (map_entry const& entry : (*yaml)[section->value].entries) {
            settings_tree tree{whole};
            setting_checker checker{context, *yaml, tree};
            auto const before = found.size();
            auto const object = checker.check_members(entry.value, form.members, entry.where,
                                                      std::string{form.item} + " " + shown(entry.key));
            if (found.size() == before)
                take({entry, tree, object, found});
        }
    }
    return found.as_problems(*whole);
}

std::string utc_text(std::int64_t seconds) {
    auto const when = static_cast<std::time_t>(seconds);
    std::tm utc{};
    ::gmtime_r(&when, &utc);
    std::array<char, 32> text{};
    auto const size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return {text.data(), size};
}

std::optional<std::int64_t> parse_utc(std::string_view text) {
    std::tm utc{};
    char const* const end = ::strptime(std::string{text}.c_str(), "%Y-%m-%dT%H:%M:%SZ", &utc);
    if (end == nullptr)
        return std::nullopt;
    auto const seconds = static_cast<std::int64_t>(::timegm(&utc));
    if (utc_text(seconds) != text)
        return std::nullopt;
    return seconds;
}

} // namespace tickhub::config
