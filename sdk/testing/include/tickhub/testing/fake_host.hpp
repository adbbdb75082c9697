// A host for tests: every service that a component may ask for, on the test's own thread.
#pragma once

#include <tickhub/events.hpp>
#include <tickhub/names.hpp>
#include <tickhub/testing/fake_http.hpp>
#include <tickhub/testing/manual_clock.hpp>

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace tickhub::testing {

/// Plays the hub for one component, and writes down what it does. Whoever makes a callback holds an `inside` meanwhile,
/// so that serialised functions that are called from elsewhere are found. stage.hpp does that for you.
class fake_host : private names {
public:
    explicit fake_host(std::string component = "component");
    ~fake_host() override = default;
    fake_host(fake_host const&) = delete;
    fake_host& operator=(fake_host const&) = delete;

    [[nodiscard]] tickhub_host const& raw() const noexcept { return raw_; }

    /// A callback is being made on this thread.
    class inside {
    public:
        explicit inside(fake_host& host) noexcept : host_{host}, outer_{host.inside_} {
            host.inside_ = std::this_thread::get_id();
        }
        ~inside() { host_.inside_ = outer_; }
        inside(inside const&) = delete;
        inside& operator=(inside const&) = delete;

    private:
        fake_host& host_;
        std::thread::id outer_;
    };

    // What a test arranges.
    manual_clock clock;
    tickhub_status publish_answer = TICKHUB_OK; ///< what publish says to records that are well-formed
    bool serves_http = false;                   ///< whether there is an http service: only for sinks, from start on
    fake_http http;
    /// The id of a symbol, made when new.
    tickhub_instrument_id define(std::string_view symbol);
    /// Another feed brings this symbol: the component that defines it gets 0.
    void claim(std::string symbol) { claimed_.insert(std::move(symbol)); }
    /// Names the publisher with this number, which is at least 1.
    void name_publisher(std::uint16_t id, std::string name) { publishers_[id] = std::move(name); }

    // What the component did.
    /// The log's lines: "warning: the file has no header".
    [[nodiscard]] std::vector<std::string> log() const;
    /// A metric by its name, or name{label="value",…} when it has labels; 0 when there is none.
    [[nodiscard]] std::int64_t metric(std::string const& name) const;
    /// The last condition that it reported, as "degraded: the disk is full"; empty when it reported none.
    [[nodiscard]] std::string condition() const;
    /// The records that it published since the last call, one behind the other, without the stamps of a hub.
    [[nodiscard]] batch_builder take_published();
    /// How many records there were in each batch that it published, ever.
    [[nodiscard]] std::vector<std::uint32_t> const& batch_sizes() const noexcept { return batch_sizes_; }
    [[nodiscard]] std::uint64_t published_count() const noexcept { return published_count_; }
    /// How it broke the contract: "publish was called outside of a callback".
    [[nodiscard]] std::vector<std::string> violations() const;
    void violation(std::string text);

    // What waits for the test to carry it out.
    struct job {
        void (*run)(void* argument);
        void* argument;
        std::uint64_t token;
    };
    [[nodiscard]] std::optional<job> take_job();
    /// The token of the timer that is due first, if any is due.
    [[nodiscard]] std::optional<std::uint64_t> take_due_timer();
    [[nodiscard]] std::size_t timer_count() const noexcept { return timers_.size(); }
    /// When the next timer is due, as a wait on its own clock from now; nothing when there is none.
    [[nodiscard]] std::optional<std::uint64_t> next_timer_in() const;

    /// Notes a violation unless this thread is inside a callback.
    void check_serialised(char const* function);

private:
    std::string_view symbol(tickhub_instrument_id id) const override;
    std::string_view publisher(std::uint16_t id) const override;
    unsigned quantity_decimals(tickhub_instrument_id) const override { return 0; }

    struct timer {
        std::uint64_t id, due, token;
        std::uint32_t time;
    };
    [[nodiscard]] std::uint64_t wait_of(timer const& t) const noexcept;

    tickhub_metric make_metric(std::string name);
    tickhub_status publish(tickhub_batch const& batch);
    void fill();
    void fill_any_thread();
    void fill_serialised();
    static fake_host& self(void* context) { return *static_cast<fake_host*>(context); }

    std::string component_;
    std::thread::id inside_;
    std::deque<std::string> symbols_;
    std::set<std::string, std::less<>> claimed_;
    std::map<std::uint16_t, std::string> publishers_;
    std::deque<timer> timers_;
    std::deque<job> jobs_;
    batch_builder published_;
    std::vector<std::uint32_t> batch_sizes_;
    std::uint64_t published_count_ = 0, last_timer_ = 0;

    mutable std::mutex mutex_; // a plugin's own threads may use log, metrics and status
    std::vector<std::string> log_lines_, violations_;
    std::map<std::string, tickhub_metric> metrics_by_name_;
    std::deque<std::int64_t> metric_values_;
    std::string condition_;

    tickhub_host raw_{};
    tickhub_log log_{};
    tickhub_metrics metrics_{};
    tickhub_clock clock_{};
    tickhub_timers timers_service_{};
    tickhub_publish publish_{};
    tickhub_instruments instruments_{};
    tickhub_background background_{};
    tickhub_status_service status_{};
    tickhub_encode encode_{};
    std::map<std::string, void const*, std::less<>> services_;
};

} // namespace tickhub::testing
