// The real program, `tickhub run`, on the servers' core.
#pragma once

#include "tools/child_process.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace bench {

/// With a listener `web`, and the plugins of the benchmarks beside the hub's own: flood_feed, echo_sink.
class hub_process {
public:
    /// `rest` is YAML: all but the sections hub and listeners. Returns once the hub listens.
    explicit hub_process(std::string const& rest);
    ~hub_process();

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    [[nodiscard]] pid_t id() const noexcept { return process_.id(); }

private:
    std::uint16_t port_;
    std::filesystem::path config_;
    child_process process_;
};

} // namespace bench
