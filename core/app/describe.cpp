#include "config/describe.hpp"

#include "app/built_hub.hpp"
#include "app/commands.hpp"
#include "config/schema.hpp"

namespace tickhub::app {
namespace {

std::string description(config::manifest const& plugin, output_format format) {
    switch (format) {
    case output_format::text:
        return config::describe_as_text(plugin);
    case output_format::json:
        return config::describe_as_json(plugin);
    case output_format::markdown:
        break;
    }
    return config::describe_as_markdown(plugin);
}

} // namespace

exit_code describe(describe_options const& options, std::ostream& out, std::ostream& err) {
    auto const plugins = open_plugins(options.folders);
    for (auto const& warning : plugins->warnings())
        err << "warning: " << warning << '\n';
    auto const names = options.plugin.empty() ? plugins->names() : std::vector{options.plugin};
    auto code = exit_code::ok;
    bool const is_list = options.plugin.empty() && options.format == output_format::json;
    char const* between = is_list ? "[" : "";
    for (auto const& name : names) {
        auto const entry = plugins->find(name);
        if (entry.found == nullptr) {
            err << (entry.fault.empty() ? "there is no plugin " + name + "; `tickhub describe` lists all" : entry.fault)
                << '\n';
            code = exit_code::config;
            continue;
        }
        out << between << description(*entry.found, options.format);
        between = is_list ? "," : "\n";
    }
    if (is_list)
        out << (between[0] == '[' ? "[]\n" : "]\n");
    return code;
}

exit_code schema(std::vector<std::filesystem::path> const& folders, std::ostream& out, std::ostream& err) {
    auto const plugins = open_plugins(folders);
    for (auto const& warning : plugins->warnings())
        err << "warning: " << warning << '\n';
    out << config::schema_of_configs(*plugins);
    return exit_code::ok;
}

} // namespace tickhub::app
