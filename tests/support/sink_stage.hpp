// A stage for the tests of sinks: a fake host with an http service that writes down, for each client, what it was sent.
#pragma once

#include <tickhub/encode.hpp>
#include <tickhub/plugin.hpp>

#include <deque>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tests {

/// A setting's value: what the host's checker would have made of the YAML.
using value = std::variant<std::int64_t, std::string, std::vector<std::string>>;
using pairs = std::map<std::string, std::string>;

/// Plays the hub for one sink, on the test's own thread. Time stands still unless the test moves it.
class sink_stage : private tickhub::names {
public:
    sink_stage(tickhub_plugin const& plugin, std::map<std::string, value> settings);
    ~sink_stage();
    sink_stage(sink_stage const&) = delete;
    sink_stage& operator=(sink_stage const&) = delete;

    /// What the sink refused of its settings, as "setting: reason" lines; when there is any, it can't be started.
    [[nodiscard]] std::string const& refusals() const noexcept { return refusals_; }
    void start();

    tickhub_instrument_id define(std::string_view symbol);
    /// Names the publisher with this number, which is at least 1.
    void name_publisher(std::uint16_t id, std::string name) { publishers_[id] = std::move(name); }
    void publish(tickhub::batch_builder& batch);
    template <class Record>
    requires(tickhub::record_number<Record> != TICKHUB_RECORD_NONE) void publish(Record const& record) {
        publish(tickhub_batch{&record.header, sizeof(Record), 1, 0});
    }

    /// Makes a request and returns the client's number, from 1.
    std::size_t request(pairs query = {}, pairs headers = {}, std::string method = "GET");
    void disconnect(std::size_t client);

    /// What the client has been sent since the last call: a line for each event, "name #id data"; an answer that is no
    /// stream as "405 text/plain …".
    std::string read(std::size_t client);
    /// The lane and delivery of each event since the last read: "ticker: state/state".
    [[nodiscard]] std::string manners(std::size_t client);
    [[nodiscard]] tickhub_stream_options const& options(std::size_t client) const {
        return clients_.at(client - 1).options;
    }

    /// How many broadcasts there were, and how many of their receivers.
    [[nodiscard]] std::size_t broadcasts() const noexcept { return broadcasts_; }
    /// While muted, clients are not written down, and the stage allocates nothing.
    void mute(bool muted) noexcept { muted_ = muted; }

    std::string mounted;                                       ///< "listener path" once the sink has mounted one
    tickhub_timestamp market_time = 1'623'383'152'000'000'000; // 2021-06-11T03:45:52Z
    std::uint64_t steady_time = 1'000'000'000;

private:
    struct sent {
        std::string event, data;
        std::uint64_t key, sequence;
        std::uint8_t lane, delivery;
    };
    struct client_state {
        tickhub_stream_options options{};
        std::string text, how;
        bool open = false;
    };
    struct group_state {
        std::vector<std::size_t> members;
        std::vector<std::pair<std::uint64_t, sent>> current; // in the order in which keys were first sent
    };

    std::string_view symbol(tickhub_instrument_id id) const override;
    std::string_view publisher(std::uint16_t id) const override;
    unsigned quantity_decimals(tickhub_instrument_id) const override { return 0; }

    [[nodiscard]] value const& value_of(tickhub_node node) const { return settings_.at(node - 2).second; }
    void publish(tickhub_batch const& batch);
    void deliver(std::size_t client, sent const& message);
    template <class Service>
    Service table();
    void fill_host();
    void fill_http();
    static sink_stage& self(void* context) { return *static_cast<sink_stage*>(context); }
    static void must(tickhub_status status, tickhub::error_message const& error);

    tickhub_component const& component_;
    void* instance_ = nullptr;
    std::string refusals_;
    std::vector<std::pair<std::string, value>> settings_; // node n is item n - 2; 1 is the root
    std::deque<std::string> symbols_;
    std::map<std::uint16_t, std::string> publishers_;
    std::deque<client_state> clients_;
    std::deque<group_state> groups_;
    pairs query_, headers_;
    std::size_t broadcasts_ = 0;
    bool muted_ = false;

    tickhub_settings tree_{};
    tickhub_host host_{};
    tickhub_log log_{};
    tickhub_metrics metrics_{};
    tickhub_clock clock_{};
    tickhub_timers timers_{};
    tickhub_publish publish_{};
    tickhub_instruments instruments_{};
    tickhub_background background_{};
    tickhub_status_service status_{};
    tickhub_encode encode_{};
    tickhub_http http_{};
    std::map<std::string, void const*, std::less<>> services_;
};

} // namespace tests
