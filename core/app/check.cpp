#include "app/built_hub.hpp"
#include "app/commands.hpp"

namespace tickhub::app {

exit_code check(check_options const& options, std::ostream& out, std::ostream& err) {
    built_hub const built = build_hub(options.file);
    if (options.format == output_format::json) {
        out << config::json_of(built.problems);
        return built.hub ? exit_code::ok : exit_code::config;
    }
    for (auto const& warning : built.warnings)
        err << "warning: " << warning << '\n';
    if (!built.hub) {
        err << config::text_of(built.problems);
        return exit_code::config;
    }
    for (auto const& warning : built.hub->warnings())
        err << "warning: " << config::text_of(warning);
    out << options.file.string() << ": fine\n";
    if (!built.slowed.empty()) {
        out << "These routes can be slowed by a full inbox that blocks; all others keep their rate:\n";
        for (auto const& route : built.slowed)
            out << "  " << route << '\n';
    }
    return exit_code::ok;
}

} // namespace tickhub::app
