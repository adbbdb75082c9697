#include "app/command_line.hpp"

#include "app/commands.hpp"

#include <CLI/CLI.hpp>

#include <exception>
#include <map>
#include <optional>

namespace tickhub::app {
namespace {

std::map<std::string, output_format> const two_formats = {{"text", output_format::text}, {"json", output_format::json}};
std::map<std::string, output_format> const all_formats = {
    {"text", output_format::text}, {"json", output_format::json}, {"markdown", output_format::markdown}};

void add_format(CLI::App& command, output_format& format, std::map<std::string, output_format> const& formats,
                std::string const& what) {
    command.add_option("--format", format, what)
        ->transform(CLI::CheckedTransformer(formats, CLI::ignore_case))
        ->type_name(formats.size() == 2 ? "text|json" : "text|json|markdown")
        ->default_str("text");
}

// `user` and its own commands: each leaves in `with` what it is to do.
CLI::App* add_user_command(CLI::App& program, user_options& with) {
    auto* user_command = program.add_subcommand("user", "Add, change, list and remove those who may log in");
    user_command->require_subcommand(1);
    auto const add = [&](char const* name, char const* what, user_action action) {
        auto* command = user_command->add_subcommand(name, what);
        command->add_option("--file", with.file, "The users file, as `users: {file: …}` has it")
            ->default_val("users.yaml");
        command->callback([&with, action] { with.action = action; });
        return command;
    };
    auto const name = [&](CLI::App* command) {
        command->add_option("name", with.name, "The user")->required();
        return command;
    };
    auto const password = [&](CLI::App* command) {
        command->add_flag("--stdin", with.password_from_stdin, "Read the password from standard input: its first line");
    };
    auto const rights = [&](CLI::App* command) {
        command->add_option("--role", with.roles, "viewer, trader or admin; may be given several times");
        command->add_option("--account", with.accounts, "An account to act for; may be given several times");
    };
    auto* add_command = name(add("add", "Add a user", user_action::add));
    rights(add_command);
    password(add_command);
    rights(
        name(add("set", "Change the roles and accounts to the ones given; ends the user's tokens", user_action::set)));
    password(name(add("passwd", "Change a password; ends the user's tokens", user_action::passwd)));
    add("list", "List the users", user_action::list);
    name(add("revoke", "End the user's tokens, and with them the connections", user_action::revoke));
    name(add("remove", "Remove a user", user_action::remove));
    add("rotate-key", "Sign tokens with a new key from now on", user_action::rotate_key)
        ->add_flag("--end-sessions", with.end_sessions, "End all tokens at once; else those made before run out");
    return user_command;
}

exit_code carry_out(int count, char const* const* words, char const* version, std::ostream& out, std::ostream& err) {
    CLI::App program{"tickhub: a market-data hub made of plugins", "tickhub"};
    program.set_version_flag("--version", std::string{"tickhub "} + version);
    program.require_subcommand(1);
    program.footer("Exit status: 0 fine, 64 wrong command line, 69 address in use or file not writable, 70 a bug, "
                   "75 stopped late, 78 wrong configuration.");

    run_options run_with;
    auto* run_command = program.add_subcommand("run", "Run a hub until SIGTERM or SIGINT");
    run_command->add_option("config", run_with.file, "The YAML file")->required();
    run_command->add_option("--ports-file", run_with.ports_file, "Write the bound ports there, as JSON");
    add_format(*run_command, run_with.format, two_formats, "How configuration errors are told");

    check_options check_with;
    auto* check_command = program.add_subcommand("check", "Check a configuration as run would, and run nothing");
    check_command->add_option("config", check_with.file, "The YAML file")->required();
    add_format(*check_command, check_with.format, two_formats, "json is for editors");

    describe_options describe_with;
    auto* describe_command =
        program.add_subcommand("describe", "Tell what plugins there are and what settings they take");
    describe_command->add_option("plugin", describe_with.plugin, "One plugin; all when left out");
    describe_command->add_option("--plugins", describe_with.folders, "A further plugin folder");
    add_format(*describe_command, describe_with.format, all_formats, "markdown is for a plugin's README");

    std::vector<std::filesystem::path> schema_folders;
    auto* schema_command = program.add_subcommand("schema", "Print the JSON Schema of a configuration, for editors");
    schema_command->add_option("--plugins", schema_folders, "A further plugin folder");

    user_options user_with;
    auto* user_command = add_user_command(program, user_with);

    try {
        program.parse(count, words);
    } catch (CLI::ParseError const& e) {
        return program.exit(e, out, err) == 0 ? exit_code::ok : exit_code::usage;
    }
    if (run_command->parsed())
        return run(run_with, out, err);
    if (check_command->parsed())
        return check(check_with, out, err);
    if (describe_command->parsed())
        return describe(describe_with, out, err);
    if (user_command->parsed())
        return user(user_with, out, err);
    return schema(schema_folders, out, err);
}

} // namespace

int main(int count, char const* const* words, char const* version, std::ostream& out, std::ostream& err) {
    try {
        return static_cast<int>(carry_out(count, words, version, out, err));
    } catch (std::exception const& e) {
        err << "tickhub: a bug: " << e.what() << "; please report it\n";
        return static_cast<int>(exit_code::internal);
    }
}

} // namespace tickhub::app
