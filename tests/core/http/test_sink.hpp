// A sink whose component is the test itself.
#pragma once

#include "http/server.hpp"
#include "test_client.hpp"

#include <tickhub/abi.h>

#include <catch2/catch.hpp>

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace tests {

/// A tickhub_message, and a tickhub_stream_options, as tests write them down.
struct message {
    std::string_view event;
    std::string_view data;
    std::uint8_t lane = TICKHUB_LANE_CONTROL;
    std::uint8_t delivery = TICKHUB_DELIVERY_STRICT;
    std::uint64_t key = 0;
    std::uint64_t sequence = 0;
    std::uint8_t form = TICKHUB_FORM_EVENT;
    bool begins = false;
};

struct stream_options {
    std::uint32_t retry_ms = 0;
    std::chrono::nanoseconds heartbeat = std::chrono::hours{1};
    std::uint64_t epoch = 0;
    std::uint64_t sequence = 0;
    bool paced = false;
    bool resumes = false;
};

/// Requests wait here until the test takes them.
class test_sink : public tickhub::http::sink_events {
public:
    test_sink(tickhub::http::server& server, std::string_view name);
    ~test_sink() override { port.reset(); } // while there is still something to call

    bool on_request(std::unique_ptr<tickhub::http::request_data> request) noexcept override;
    bool on_message(std::unique_ptr<tickhub::http::message_data> message) noexcept override;
    bool on_snapshot_wanted(tickhub_connection connection, std::uint64_t key) noexcept override;
    void on_messages_wait() noexcept override {}
    void on_closed(tickhub_connection connection) noexcept override;

    /// Mounts the path at the listener "web"; fails the test when that is refused.
    std::uint32_t mount(std::string_view path);
    /// Why mounting is refused.
    std::string refused_mount(std::string_view listener, std::string_view path);
    std::unique_ptr<tickhub::http::request_data> next_request();
    /// The next request, or none when `wait_until` is over or wake is called.
    std::unique_ptr<tickhub::http::request_data> poll_request(std::chrono::steady_clock::time_point wait_until);
    void wake();
    tickhub_connection next_closed();
    /// A connection and a key that a snapshot is wanted of; nothing when there is none yet.
    std::optional<std::pair<tickhub_connection, std::uint64_t>> poll_wanted();
    /// Takes the next request and opens a stream on it.
    tickhub_connection open(stream_options const& options = {});
    /// The same with a WebSocket.
    tickhub_connection open_websocket(stream_options const& options = {}, std::string_view subprotocol = {},
                                      std::uint64_t longest_message = 0);
    std::unique_ptr<tickhub::http::message_data> next_message();
    tickhub_connection open_for(tickhub::http::request_data const& request, stream_options const& options);
    tickhub_group group() { return table().create_group(table().context); }
    tickhub_group throttled_group(std::chrono::nanoseconds step) {
        return table().create_throttled_group(table().context, static_cast<std::uint64_t>(step.count()));
    }
    void clear(tickhub_group group) { table().clear(table().context, group); }
    void join(tickhub_connection connection, tickhub_group group, bool with_current = false);
    void broadcast(std::vector<tickhub_group> const& groups, message const& message);
    void send(tickhub_connection connection, message const& message);
    tickhub_status keep(std::string_view topic, tickhub_history const& how);
    /// As the request's Last-Event-ID or last_event_id says.
    void resume(tickhub_connection connection, tickhub::http::request_data const& request,
                std::vector<std::string_view> const& topics);
    void respond(tickhub_request_id request, unsigned status, std::string_view body);
    [[nodiscard]] tickhub_http const& table() const { return *port->table(); }
    [[nodiscard]] tickhub::http::sink_metrics metrics() const;

    bool accepts = true; ///< set before requests come
    std::unique_ptr<tickhub::http::sink_port> port;

private:
    tickhub::http::server& server_;
    std::string name_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::unique_ptr<tickhub::http::request_data>> requests_;
    std::deque<std::unique_ptr<tickhub::http::message_data>> messages_;
    std::deque<tickhub_connection> closed_;
    std::deque<std::pair<tickhub_connection, std::uint64_t>> wanted_;
    bool woken_ = false;
};

/// Looks again and again until it holds; fails the test when it doesn't within the patience.
template <class Condition>
void eventually(Condition holds) {
    auto const deadline = std::chrono::steady_clock::now() + patience;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > deadline)
            FAIL("what was waited for did not come about");
        std::this_thread::yield();
    }
}

} // namespace tests
