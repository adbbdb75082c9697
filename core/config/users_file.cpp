#include "config/users_file.hpp"

#include "config/private_file.hpp"
#include "config/private_yaml.hpp"
#include "config/shown.hpp"
#include "config/source.hpp"

#include <algorithm>
#include <utility>

namespace tickhub::config {
namespace {

constexpr std::chrono::seconds patience{5};
constexpr std::size_t longest_name = 64;
constexpr std::size_t longest_hash = 127; // of crypto_pwhash_str
constexpr std::string_view argon2id = "$argon2id$";

declared_setting member(std::string name, setting_type type) {
    declared_setting result{};
    result.name = std::move(name);
    result.type = type;
    result.required = true;
    return result;
}

declared_setting list_member(std::string name, declared_setting item) {
    declared_setting result = member(std::move(name), setting_type::list);
    result.items = {std::move(item)};
    return result;
}

private_yaml const& form() {
    static private_yaml const result = [] {
        declared_setting role = member("role", setting_type::choice);
        for (auto const& [which, name] : role_names)
            role.choices.emplace_back(name);
        declared_setting generation = member("generation", setting_type::integer);
        generation.min = "1";
        return private_yaml{"users",
                            "the user",
                            {member("password", setting_type::text), list_member("roles", std::move(role)),
                             list_member("accounts", member("account", setting_type::text)), std::move(generation),
                             member("created", setting_type::text), member("changed", setting_type::text)},
                            "password"};
    }();
    return result;
}

std::string name_fault(std::string_view text, std::string_view more) {
    bool const good = !text.empty() && text.size() <= longest_name && text.front() != '.' &&
                      std::all_of(text.begin(), text.end(), [&](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                 c == '_' || c == '-' || c == '.' || more.find(c) != std::string_view::npos;
                      });
    return good ? std::string{}
                : "must be 1 to 64 letters, digits and " + std::string{more.empty() ? "" : "`@`, "} +
                      "`_`, `-`, `.`; found " + shown(text);
}

std::int64_t time_of(private_entry const& e, char const* name) {
    auto const node = e.tree.member(e.object, name);
    auto const seconds = parse_utc(e.tree.text(node));
    if (!seconds)
        e.found.add(e.tree.where(node), "`" + std::string{name} + "` must be a time such as 2026-11-24T02:33:12Z");
    return seconds.value_or(0);
}

user user_of(private_entry const& e) {
    user result;
    result.name = e.written.key;
    if (auto fault = user_name_fault(result.name); !fault.empty())
        e.found.add(e.written.where, "the name of a user " + fault);
    auto const password = e.tree.member(e.object, "password");
    result.password = e.tree.text(password);
    if (!result.password.starts_with(argon2id) || result.password.size() > longest_hash)
        e.found.add(e.tree.where(password),
                    "`password` must be an Argon2id hash as `tickhub user passwd` makes it, never the password itself");
    result.roles.insert(role::viewer);
    auto const roles = e.tree.member(e.object, "roles");
    for (std::uint32_t i = 0; i < e.tree.count(roles); ++i)
        result.roles.insert(*role_from_name(e.tree.text(e.tree.item(roles, i))));
    auto const accounts = e.tree.member(e.object, "accounts");
    for (std::uint32_t i = 0; i < e.tree.count(accounts); ++i) {
        auto const item = e.tree.item(accounts, i);
        result.accounts.emplace_back(e.tree.text(item));
        if (auto fault = account_name_fault(result.accounts.back()); !fault.empty())
            e.found.add(e.tree.where(item), "an account " + fault);
    }
    result.generation = static_cast<std::uint64_t>(e.tree.integer(e.tree.member(e.object, "generation")));
    result.created = time_of(e, "created");
    result.changed = time_of(e, "changed");
    return result;
}

void append_list(std::string& out, std::string_view name, std::vector<std::string_view> const& items) {
    out.append("    ").append(name).append(": [");
    char const* between = "";
    for (auto const item : items) {
        out.append(between).append(1, '"').append(item).append(1, '"');
        between = ", ";
    }
    out += "]\n";
}

problem about_file(std::filesystem::path const& file, std::string message) {
    return {file.string(), 0, 0, 0, std::move(message), {}, {}};
}

} // namespace

std::string user_name_fault(std::string_view text) {
    return name_fault(text, "@");
}

std::string account_name_fault(std::string_view text) {
    return name_fault(text, "");
}

std::uint64_t next_generation(std::uint64_t last, std::int64_t now) noexcept {
    return std::max(last + 1, static_cast<std::uint64_t>(std::max<std::int64_t>(now, 1)));
}

users_outcome read_users_text(std::string text, std::string file) {
    std::vector<user> users;
    auto problems = read_private_yaml(std::move(text), std::move(file), form(),
                                      [&](private_entry const& entry) { users.push_back(user_of(entry)); });
    if (!problems.empty())
        return {std::nullopt, std::move(problems)};
    std::sort(users.begin(), users.end(), [](user const& a, user const& b) { return a.name < b.name; });
    return {std::move(users), {}};
}

users_outcome read_users(std::filesystem::path const& file) {
    std::string fault;
    auto text = read_private_file(file, source::max_size, fault);
    if (!text)
        return {std::nullopt,
                {about_file(file, "can't read the users: " + fault +
                                      (fault.ends_with("no such file") ? "; `tickhub user add` makes it" : ""))}};
    return read_users_text(std::move(*text), file.string());
}

std::string users_text(std::vector<user> const& users) {
    std::string out = "# The users of a hub. `tickhub user` changes it, and the running hub follows within a second.\n";
    out += users.empty() ? "users: {}\n" : "users:\n";
    for (user const& u : users) {
        // Every piece is of letters, digits and signs that mean nothing within quotes.
        out += "  \"" + u.name + "\":\n";
        out += "    password: \"" + u.password + "\"\n";
        std::vector<std::string_view> roles;
        for (auto const& [which, name] : role_names) {
            if (u.roles.contains(which))
                roles.push_back(name);
        }
        append_list(out, "roles", roles);
        append_list(out, "accounts", {u.accounts.begin(), u.accounts.end()});
        out += "    generation: " + std::to_string(u.generation) + "\n";
        out += "    created: \"" + utc_text(u.created) + "\"\n";
        out += "    changed: \"" + utc_text(u.changed) + "\"\n";
    }
    return out;
}

edit_outcome edit_users(std::filesystem::path const& file, std::function<std::string(std::vector<user>&)> const& edit) {
    file_lock const lock{file, patience};
    if (!lock.fault().empty())
        return {edit_result::unwritable, {about_file(file, lock.fault())}};
    std::vector<user> users;
    std::error_code ignored;
    if (std::filesystem::exists(std::filesystem::symlink_status(file, ignored))) {
        auto outcome = read_users(file);
        if (!outcome.users)
            return {edit_result::unreadable, std::move(outcome.problems)};
        users = std::move(*outcome.users);
    }
    if (std::string why = edit(users); !why.empty())
        return {edit_result::refused, {about_file(file, std::move(why))}};
    std::sort(users.begin(), users.end(), [](user const& a, user const& b) { return a.name < b.name; });
    if (std::string why = replace_private_file(file, users_text(users)); !why.empty())
        return {edit_result::unwritable, {about_file(file, std::move(why))}};
    return {};
}

} // namespace tickhub::config
