#include "app/built_hub.hpp"
#include "app/commands.hpp"
#include "app/signals.hpp"
#include "lifecycle/file_descriptors.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace tickhub::app {
namespace {

// Written beside and renamed, so that a reader never sees half of it.
bool tell_ports(std::filesystem::path const& file, std::map<std::string, std::uint16_t> const& ports) {
    auto const fresh = file.string() + ".new";
    {
        std::ofstream out{fresh};
        char const* between = "";
        out << '{';
        for (auto const& [name, port] : ports) {
            out << between << '"' << name << "\": " << port;
            between = ", ";
        }
        out << "}\n";
        if (!out.flush())
            return false;
    }
    std::error_code failed;
    std::filesystem::rename(fresh, file, failed);
    return !failed;
}

} // namespace

exit_code run(run_options const& options, std::ostream& out, std::ostream& err) {
    stop_signals const signals;
    lifecycle::raise_file_descriptor_limit();
    built_hub built = build_hub(options.file);
    if (!built.hub) {
        (options.format == output_format::json ? out << config::json_of(built.problems)
                                               : err << config::text_of(built.problems));
        return exit_code::config;
    }
    for (auto const& warning : built.warnings)
        built.log->write(observe::log_level::warning, "hub", warning);
    if (std::string const why = built.hub->start(); !why.empty()) {
        err << "tickhub: " << why << '\n';
        return exit_code::unavailable;
    }
    if (!options.ports_file.empty() && !tell_ports(options.ports_file, built.hub->ports())) {
        err << "tickhub: can't write " << options.ports_file.string()
            << "; choose a file in a folder that may be written\n";
        built.hub->stop();
        return exit_code::unavailable;
    }
    // Whoever hangs up on a hub that has nothing to load again means to end it.
    while (signals.wait() == stop_signals::heard::hang_up && built.hub->reload_certificates()) {
    }
    signals.make_immediate();
    if (built.hub->stop() == lifecycle::stop_result::clean)
        return exit_code::ok;
    std::fflush(nullptr);
    _exit(static_cast<int>(exit_code::late)); // threads that did not end still run: nothing may be destroyed under them
}

} // namespace tickhub::app
