// `tickhub user`: all that it does is done to the users file and the keys beside it; a running hub follows.
#include "app/commands.hpp"
#include "app/typed_password.hpp"
#include "config/problem.hpp"
#include "config/token_keys_file.hpp"
#include "config/users_file.hpp"
#include "http/password.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <iostream>
#include <optional>

namespace tickhub::app {
namespace {

using config::user;
using users = std::vector<user>;

std::int64_t unix_now() {
    auto const since = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(since).count();
}

exit_code wrong(std::ostream& err, std::string const& what) {
    err << "tickhub: " << what << '\n';
    return exit_code::usage;
}

exit_code told(config::edit_outcome const& outcome, std::ostream& err) {
    err << config::text_of(outcome.problems);
    switch (outcome.result) {
    case config::edit_result::done:
        return exit_code::ok;
    case config::edit_result::refused:
        return exit_code::usage;
    case config::edit_result::unreadable:
        return exit_code::config;
    case config::edit_result::unwritable:
        break;
    }
    return exit_code::unavailable;
}

user* find(users& all, std::string const& name) {
    auto const found = std::find_if(all.begin(), all.end(), [&](user const& u) { return u.name == name; });
    return found == all.end() ? nullptr : &*found;
}

// The hash of a new password: made before the file is locked, since it takes a while.
std::optional<std::string> new_hash(user_options const& options, std::string& fault) {
    auto const typed =
        options.password_from_stdin ? read_password(std::cin, fault) : ask_for_password(options.name, fault);
    if (!typed)
        return std::nullopt;
    if (typed->size() < http::shortest_password || typed->size() > http::longest_password) {
        fault = "a password has 8 to 512 bytes";
        return std::nullopt;
    }
    return http::hash_password(*typed);
}

std::string rights_fault(user_options const& options) {
    for (auto const& name : options.roles) {
        if (!role_from_name(name))
            return "there is no role `" + name + "`: viewer, trader and admin are";
    }
    for (auto const& account : options.accounts) {
        if (auto fault = config::account_name_fault(account); !fault.empty())
            return "an account " + fault;
    }
    return {};
}

void give_rights(user& to, user_options const& options) {
    to.roles = role_set{role::viewer};
    for (auto const& name : options.roles)
        to.roles.insert(*role_from_name(name));
    to.accounts = options.accounts;
}

exit_code add(user_options const& options, std::ostream& out, std::ostream& err) {
    if (auto fault = config::user_name_fault(options.name); !fault.empty())
        return wrong(err, "the name of a user " + fault);
    std::string fault = rights_fault(options);
    auto const hash = fault.empty() ? new_hash(options, fault) : std::nullopt;
    if (!hash)
        return wrong(err, fault);
    auto const outcome = config::edit_users(options.file, [&](users& all) -> std::string {
        if (find(all, options.name) != nullptr)
            return "there is a user " + options.name + " already; passwd and set change one";
        user made;
        made.name = options.name;
        made.password = *hash;
        give_rights(made, options);
        made.created = made.changed = unix_now();
        made.generation = config::next_generation(0, made.created);
        all.push_back(std::move(made));
        return {};
    });
    if (outcome.result == config::edit_result::done)
        out << "added " << options.name << '\n';
    return told(outcome, err);
}

// Any change of a user ends the tokens that were made before it.
exit_code change(user_options const& options, std::function<void(user&)> const& how, char const* done,
                 std::ostream& out, std::ostream& err) {
    auto const outcome = config::edit_users(options.file, [&](users& all) -> std::string {
        user* const known = find(all, options.name);
        if (known == nullptr)
            return "there is no user " + options.name;
        how(*known);
        known->changed = unix_now();
        known->generation = config::next_generation(known->generation, known->changed);
        return {};
    });
    if (outcome.result == config::edit_result::done)
        out << done << ' ' << options.name << "; all tokens of before are ended\n";
    return told(outcome, err);
}

exit_code change_password(user_options const& options, std::ostream& out, std::ostream& err) {
    std::string fault;
    auto const hash = new_hash(options, fault);
    if (!hash)
        return wrong(err, fault);
    return change(
        options, [&](user& known) { known.password = *hash; }, "new password for", out, err);
}

exit_code set_rights(user_options const& options, std::ostream& out, std::ostream& err) {
    if (auto fault = rights_fault(options); !fault.empty())
        return wrong(err, fault);
    return change(
        options, [&](user& known) { give_rights(known, options); }, "new roles and accounts for", out, err);
}

exit_code remove(user_options const& options, std::ostream& out, std::ostream& err) {
    auto const outcome = config::edit_users(options.file, [&](users& all) -> std::string {
        return std::erase_if(all, [&](user const& u) { return u.name == options.name; }) == 0
                   ? "there is no user " + options.name
                   : std::string{};
    });
    if (outcome.result == config::edit_result::done)
        out << "removed " << options.name << '\n';
    return told(outcome, err);
}

exit_code list(user_options const& options, std::ostream& out, std::ostream& err) {
    auto const outcome = config::read_users(options.file);
    if (!outcome.users) {
        err << config::text_of(outcome.problems);
        return exit_code::config;
    }
    for (user const& u : *outcome.users) {
        out << u.name << ':';
        for (auto const& [which, name] : role_names) {
            if (u.roles.contains(which))
                out << ' ' << name;
        }
        char const* before = "; accounts ";
        for (auto const& account : u.accounts) {
            out << before << account;
            before = ", ";
        }
        out << '\n';
    }
    return exit_code::ok;
}

exit_code rotate_key(user_options const& options, std::ostream& out, std::ostream& err) {
    auto const fate = options.end_sessions ? config::old_tokens::end_at_once : config::old_tokens::run_out;
    auto const problems = config::rotate_token_keys(config::token_keys_file(options.file), unix_now(), fate);
    if (!problems.empty()) {
        err << config::text_of(problems);
        return exit_code::unavailable;
    }
    out << (options.end_sessions ? "a new key signs; all tokens are ended\n"
                                 : "a new key signs; tokens of before are good until they expire\n");
    return exit_code::ok;
}

} // namespace

exit_code user(user_options const& options, std::ostream& out, std::ostream& err) {
    switch (options.action) {
    case user_action::add:
        return add(options, out, err);
    case user_action::set:
        return set_rights(options, out, err);
    case user_action::passwd:
        return change_password(options, out, err);
    case user_action::list:
        return list(options, out, err);
    case user_action::revoke:
        return change(
            options, [](config::user&) {}, "revoked", out, err);
    case user_action::remove:
        return remove(options, out, err);
    case user_action::rotate_key:
        break;
    }
    return rotate_key(options, out, err);
}

} // namespace tickhub::app
