// What the program does for each word on its command line. Output goes to `out`, what is wrong to `err`.
#pragma once

#include "app/exit_code.hpp"

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

namespace tickhub::app {

enum class output_format { text, json, markdown };

struct check_options {
    std::filesystem::path file;
    output_format format = output_format::text;
};

struct run_options {
    std::filesystem::path file;
    output_format format = output_format::text; ///< of configuration errors
    std::filesystem::path ports_file;           ///< where the bound ports are told as JSON; empty = nowhere
};

struct describe_options {
    std::string plugin; ///< empty = all
    output_format format = output_format::text;
    std::vector<std::filesystem::path> folders; ///< beside the program's own
};

enum class user_action { add, set, passwd, list, revoke, remove, rotate_key };

struct user_options {
    user_action action = user_action::list;
    std::filesystem::path file; ///< the users file
    std::string name;
    std::vector<std::string> roles; ///< add, set
    std::vector<std::string> accounts;
    bool password_from_stdin = false; ///< else from the terminal, without echo
    bool end_sessions = false;        ///< rotate_key: the tokens of the old key are ended at once
};

/// Reads the configuration, loads its plugins, creates every component and destroys it again.
exit_code check(check_options const& options, std::ostream& out, std::ostream& err);
/// The same, and then runs the hub until SIGTERM or SIGINT.
exit_code run(run_options const& options, std::ostream& out, std::ostream& err);
/// Tells of plugins from their manifests; runs none of their code.
exit_code describe(describe_options const& options, std::ostream& out, std::ostream& err);
/// The JSON Schema of a configuration with the plugins that are there; runs none of their code.
exit_code schema(std::vector<std::filesystem::path> const& folders, std::ostream& out, std::ostream& err);

/// Changes or lists the users of a hub, running or not.
exit_code user(user_options const& options, std::ostream& out, std::ostream& err);

} // namespace tickhub::app
