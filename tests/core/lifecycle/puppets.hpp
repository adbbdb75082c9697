// Components that do what a test says, and a hub made of them: in this process, without a shared library.
#pragma once

#include "config/read.hpp"
#include "lifecycle/hub.hpp"

#include <tickhub/plugin.hpp>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace puppets {

/// What a component does; what is not set does nothing. Looked up by the component's name.
struct part {
    std::function<void(tickhub::host&)> make;
    std::function<void(tickhub::host&)> start;
    std::function<void(tickhub::host&, tickhub::event_batch)> on_events;
    std::function<void(tickhub::host&, tickhub::request const&)> on_request;
    std::function<void(tickhub::host&, std::uint64_t)> on_timer;
    std::function<void(tickhub::host&, std::uint64_t)> on_background;
    std::function<tickhub::pull_result(tickhub::host&, std::uint32_t)> next;
    std::function<void(tickhub::host&, tickhub::loop)> run;
    std::function<void(tickhub::host&)> drain;
    std::function<void(tickhub::host&)> stop;
};

/// What happened, as lines; tests wait for lines instead of sleeping. [any thread]
class journal {
public:
    void write(std::string line);
    [[nodiscard]] std::vector<std::string> lines() const;
    [[nodiscard]] std::size_t count(std::string const& line) const;
    /// False when it has not been written that often after 20 seconds.
    [[nodiscard]] bool wait_for(std::string const& line, std::size_t times = 1);

private:
    mutable std::mutex mutex_;
    std::condition_variable written_;
    std::vector<std::string> lines_;
};

/// A latch that a test opens for a component that waits in it.
class latch {
public:
    void open();
    void wait();

private:
    std::mutex mutex_;
    std::condition_variable opened_;
    bool open_ = false;
};

/// The cast of one test. Plugins: pull_puppet, loop_puppet, timer_puppet, processor_puppet, sink_puppet.
class play {
public:
    explicit play(std::map<std::string, part> parts);
    ~play();
    play(play const&) = delete;
    play& operator=(play const&) = delete;

    /// Builds the hub of this YAML; REQUIREs that there is no problem.
    [[nodiscard]] std::unique_ptr<tickhub::lifecycle::hub> build(std::string const& yaml);
    /// The problems of this YAML, one a line; none when it is fine.
    [[nodiscard]] std::string problems_of(std::string const& yaml);

private:
    tickhub::lifecycle::hub::build_result try_build(std::string const& yaml);
    tickhub::observe::log log_{tickhub::observe::log_level::error};
};

/// A ticker of an instrument at a price, with a market time.
[[nodiscard]] tickhub_ticker ticker(tickhub_instrument_id instrument, std::uint64_t time, std::int64_t price);

/// A GET to the hub on this loopback port; the whole answer.
[[nodiscard]] std::string get(std::uint16_t port, std::string const& path);

} // namespace puppets
