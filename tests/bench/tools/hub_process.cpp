#include "tools/hub_process.hpp"

#include "tools/clock.hpp"
#include "tools/fail.hpp"
#include "tools/free_port.hpp"
#include "tools/stream_socket.hpp"

#include <unistd.h>

#include <fstream>

namespace bench {

namespace {

std::filesystem::path write_config(std::uint16_t port, std::string const& rest) {
    auto const path =
        std::filesystem::temp_directory_path() / ("tickhub_bench_" + std::to_string(::getpid()) + ".yaml");
    std::ofstream{path} << "hub: {plugins: [\"" TICKHUB_BENCH_PLUGINS "\"], log: {level: error}}\n"
                        << "listeners: {web: {address: \"127.0.0.1:" << port << "\", max_connections: 100000, "
                        << "connections_per_address: 0, requests_per_second: 0, messages_per_second: 0}}\n"
                        << rest;
    return path;
}

} // namespace

hub_process::hub_process(std::string const& rest)
    : port_{free_port()}
    , config_{write_config(port_, rest)}
    , process_{server_core, [this](channel&) {
                   raise_file_limit();
                   ::execl(TICKHUB_PROGRAM, "tickhub", "run", config_.c_str(), nullptr);
               }} {
    std::uint64_t const give_up = monotonic_ns() + 10 * second;
    for (int made = -1; made < 0; made = try_to_connect(port_, 1)) {
        if (made >= 0)
            ::close(made);
        if (monotonic_ns() > give_up)
            fail("the hub does not listen");
        sleep_until(monotonic_ns() + 10 * millisecond);
    }
}

hub_process::~hub_process() {
    std::filesystem::remove(config_);
}

} // namespace bench
