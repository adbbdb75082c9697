// A component on a fake host, carried through its life by a test.
#pragma once

#include <tickhub/abi.h>
#include <tickhub/events.hpp>
#include <tickhub/testing/fake_host.hpp>
#include <tickhub/testing/settings_tree.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tickhub::testing {

/// Plays the hub for one component, on the test's own thread, with time in the test's hand. What a callback fails with
/// is thrown as std::runtime_error.
class stage {
public:
    using pairs = fake_http::pairs;

    /// Creates the component; look at refusals() before anything else. `before` may prepare the host.
    stage(tickhub_plugin const& plugin, setting_value settings, std::string name = "component",
          void (*before)(fake_host&) = nullptr);
    /// Stops and destroys it.
    ~stage();
    stage(stage const&) = delete;
    stage& operator=(stage const&) = delete;

    /// What it refused of its settings, as "setting: reason" lines; when there is any, it can't be started.
    [[nodiscard]] std::string refusals() const;
    void start();
    void drain();
    void stop();

    [[nodiscard]] fake_host& host() noexcept { return host_; }
    [[nodiscard]] manual_clock& clock() noexcept { return host_.clock; }
    tickhub_instrument_id define(std::string_view symbol) { return host_.define(symbol); }
    void name_publisher(std::uint16_t id, std::string name) { host_.name_publisher(id, std::move(name)); }

    /// Gives it events.
    void publish(batch_builder& batch);
    template <class Record>
    requires(record_number<Record> != TICKHUB_RECORD_NONE) void publish(Record const& record) {
        publish(tickhub_batch{&record.header, sizeof(Record), 1, 0});
    }
    /// What it published since the last call.
    [[nodiscard]] batch_builder published() { return host_.take_published(); }

    /// Moves both clocks, from timer to timer, and makes the timers' callbacks.
    void advance(std::uint64_t nanoseconds);
    /// Runs the background jobs that wait, and those that these submit. Returns how many.
    std::size_t run_jobs();
    /// Asks a pull feed for records.
    tickhub_pull next(std::uint32_t max_events);

    /// Makes a request to the first path that it mounted, and returns the client's number, from 1.
    std::size_t request(pairs query = {}, pairs headers = {}, std::string method = "GET");
    /// The same by a client that wants a WebSocket.
    std::size_t websocket_request(pairs query = {}, pairs headers = {}, std::string subprotocols = {});
    /// A WebSocket's client says something.
    void say(std::size_t client, std::string_view data, bool binary = false);
    /// The client was too slow for the deltas of this key: it gets none until it is sent a beginning.
    void want_snapshot(std::size_t client, std::uint64_t key);
    void disconnect(std::size_t client);
    /// What the client has been sent since the last call; see fake_http::read.
    std::string read(std::size_t client) { return host_.http.read(client); }
    /// The lane and delivery of each event since the last read: "ticker: state/state".
    [[nodiscard]] std::string manners(std::size_t client) { return host_.http.manners(client); }
    [[nodiscard]] tickhub_stream_options const& options(std::size_t client) const { return host_.http.options(client); }

private:
    void publish(tickhub_batch const& batch);
    template <class Call>
    void must(Call call);

    tickhub_component const& component_;
    fake_host host_;
    settings_tree settings_;
    void* instance_ = nullptr;
};

} // namespace tickhub::testing
