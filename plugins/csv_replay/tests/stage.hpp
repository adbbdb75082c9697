// A fake host for the feed: settings that the test writes, a clock that it moves, and all that is told and published.
#pragma once

#include <tickhub/events.hpp>
#include <tickhub/plugin.hpp>

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

extern "C" tickhub_plugin const tickhub_plugin_v1;

namespace tests {

/// A setting as the host's checker would have made it: an integer, a text, a list, or named members.
struct node {
    using members = std::vector<std::pair<std::string, node>>;
    using items = std::vector<node>;
    node(int integer) : value{std::int64_t{integer}} {}
    node(std::int64_t integer) : value{integer} {}
    node(char const* text) : value{std::string{text}} {}
    node(std::string text) : value{std::move(text)} {}
    node(items list) : value{std::move(list)} {}
    node(members object) : value{std::move(object)} {}

    std::variant<std::int64_t, std::string, items, members> value;
};

/// The settings of a feed with their defaults; those given replace or add to them.
node::members feed_settings(node::members given);

/// Plays the hub for one feed, on the test's own thread. Another feed of this hub brings the symbol TAKEN.
class feed_stage {
public:
    /// Creates the component; what it refuses is in refusals.
    explicit feed_stage(node::members settings);
    ~feed_stage();
    feed_stage(feed_stage const&) = delete;
    feed_stage& operator=(feed_stage const&) = delete;

    /// Starts it; throws std::runtime_error with its message when it fails.
    void start();
    void stop() { component_.stop(instance_); }
    /// Calls next; throws std::runtime_error with its message when it fails.
    tickhub_pull next(std::uint32_t max_events);
    /// Calls next, moving the clock to each wake-up, until the feed has ended.
    void play(std::uint32_t max_events = 256);

    /// The published records of one kind.
    template <class Record>
    [[nodiscard]] std::vector<Record> all() const {
        std::vector<Record> found;
        for (auto const& bytes : records) {
            tickhub::event const e{*reinterpret_cast<tickhub_event_header const*>(bytes.data())};
            if (auto const* record = e.as<Record>())
                found.push_back(*record);
        }
        return found;
    }
    /// The value of a metric, by its name and labels as Prometheus writes them, without quotes.
    [[nodiscard]] std::int64_t metric(std::string const& name) const;

    std::vector<std::string> refusals; ///< "files/0/path: reason"
    std::vector<std::string> log;
    std::vector<std::vector<std::uint64_t>> records;
    std::vector<std::uint32_t> batches; ///< how many records each publish had
    std::uint64_t steady_time = 1'000'000'000;
    tickhub_timestamp market_time = 1'700'000'000'000'000'000;

private:
    struct entry {
        node value;
        std::string path;
        std::vector<std::pair<std::string, tickhub_node>> children;
    };
    tickhub_node add(node const& value, std::string path);
    void fill_settings();
    void fill_services();
    static feed_stage& self(void* context) { return *static_cast<feed_stage*>(context); }
    template <class Service>
    Service table();

    tickhub_component const& component_;
    void* instance_ = nullptr;
    std::deque<entry> nodes_; // node n is item n - 1
    std::vector<std::string> symbols_;
    std::map<std::string, std::int64_t> metrics_;
    std::vector<std::string> metric_names_;
    std::map<std::string, void const*, std::less<>> services_;
    tickhub_settings tree_{};
    tickhub_host host_{};
    tickhub_log log_service_{};
    tickhub_metrics metrics_service_{};
    tickhub_clock clock_{};
    tickhub_timers timers_{};
    tickhub_publish publish_{};
    tickhub_instruments instruments_{};
    tickhub_background background_{};
    tickhub_status_service status_{};
    tickhub_encode encode_{};
};

} // namespace tests
