// The hub: a checked configuration, built, started, supervised, drained and stopped.
#pragma once

#include "config/hub_config.hpp"
#include "config/problem.hpp"
#include "loader/catalogue.hpp"
#include "observe/log.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tickhub::lifecycle {

struct hub_parts;

enum class stop_result : std::uint8_t {
    clean,
    late ///< something outlived the deadline: its threads still run, so that the process must end by _exit
};

/// Brings a plugin's code into the process: loader::catalogue::load, or a test's own.
using plugin_source = std::function<std::variant<loader::plugin, loader::refusal>(std::string_view)>;

/// Order of life: build, start, stop. [control], by one thread.
class hub {
public:
    using build_result = std::variant<std::unique_ptr<hub>, std::vector<config::problem>>;

    /// Loads every plugin and creates every component: what `tickhub check` does too. Opens no port and no file. The
    /// problems are those that only the plugins' own code can see, all of them. `log` outlives the hub.
    [[nodiscard]] static build_result build(config::hub_config config, plugin_source const& load, observe::log& log);
    ~hub();
    hub(hub const&) = delete;
    hub& operator=(hub const&) = delete;

    /// Binds the listeners and starts sinks, then processors, then feeds. A component that fails to start is tried
    /// again while the others run. Returns why the hub can't run (an address in use), or an empty text.
    [[nodiscard]] std::string start();

    /// The ports that the listeners are bound to, by name.
    [[nodiscard]] std::map<std::string, std::uint16_t> const& ports() const noexcept;

    /// What is not wrong yet in the file, such as a certificate that is about to expire.
    [[nodiscard]] std::vector<config::problem> const& warnings() const noexcept;

    /// Loads certificates whose files have changed at once; false when no listener speaks TLS.
    bool reload_certificates();

    /// Readiness off; feeds, processors and sinks drain in this order; clients are sent away; all stop. Within the
    /// configured deadline.
    stop_result stop();

private:
    explicit hub(std::unique_ptr<hub_parts> made);

    std::unique_ptr<hub_parts> parts_;
};

} // namespace tickhub::lifecycle
