// One sink's side of the server: turns the sink's calls into commands, and requests into its events.
#pragma once

#include "http/command_queue.hpp"
#include "http/frame_pool.hpp"
#include "http/group_table.hpp"
#include "http/sink_port.hpp"
#include "http/site.hpp"
#include "http/stream_source.hpp"
#include "http/throttle.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::http {

/// Ends when neither the sink, nor a command, nor a stream needs it any more.
class port : public std::enable_shared_from_this<port> {
public:
    /// What one I/O thread keeps for this sink.
    struct share {
        stream_source source;
        group_table groups;
        http::throttle throttle;
    };

    port(http::site& site, std::string_view component, sink_events& events);
    port(port const&) = delete;
    port& operator=(port const&) = delete;

    [[nodiscard]] tickhub_http const* table() const noexcept { return &table_; }

    // The service's functions, see tickhub_http. [serialised], on the component's thread.
    tickhub_status mount(std::string_view listener, std::string_view path, std::uint32_t& number, std::string& why);
    tickhub_status respond(tickhub_request_id request, tickhub_response const& response);
    tickhub_status open(tickhub_request_id request, connection_options options, tickhub_connection& connection);
    tickhub_group create_group(throttle_step step);
    void membership(command_kind kind, tickhub_connection connection, tickhub_group group);
    void send(tickhub_connection connection, tickhub_message const& message);
    void broadcast(tickhub_group const* groups, std::uint32_t count, tickhub_message const& message);
    void clear(tickhub_group group);
    tickhub_status keep_history(std::string_view topic, tickhub_history const& how);
    void resume(tickhub_connection connection, std::string_view last_event_id, tickhub_text const* topics,
                std::uint32_t count);
    void close(tickhub_connection connection, farewell last_words);

    void callback_begins() noexcept { in_callback_ = true; }
    void callback_ends();

    /// [any thread]
    void close_all();
    /// The sink has ended: when this returns, its events aren't called any more. [any thread]
    void retire();

    // For the I/O threads.
    /// False when the sink is gone or has no room.
    bool deliver(std::unique_ptr<request_data> request);
    bool deliver(std::unique_ptr<message_data> message);
    /// A connection can take a key's deltas again when a beginning comes. False when nobody will send it.
    bool want_snapshot(tickhub_connection connection, std::uint64_t key);
    /// Messages were delivered.
    void announce();
    /// True when the request was still unanswered: nobody will answer it now.
    bool forget(tickhub_request_id request);
    void closed(tickhub_connection connection);
    [[nodiscard]] share& on_thread(std::size_t number) noexcept { return *shares_[number]; }

    /// [any thread]
    [[nodiscard]] sink_metrics metrics() const;

private:
    struct cell_key {
        std::uint64_t key;
        group_number group;
        friend bool operator==(cell_key const&, cell_key const&) = default;
        friend std::size_t hash_value(cell_key const& k) noexcept {
            return static_cast<std::size_t>((k.key ^ (std::uint64_t{k.group} << 40)) * 0x9E3779B97F4A7C15U);
        }
    };

    [[nodiscard]] bool knows(tickhub_group group) const noexcept { return group != 0 && group <= groups_; }
    [[nodiscard]] bool take(tickhub_request_id request);
    [[nodiscard]] command_queue& queue_of(std::uint64_t handle) const noexcept;
    [[nodiscard]] bool prepare(tickhub_message const& message, command& out);
    /// False when the sink has too many keys.
    [[nodiscard]] bool number_cells(command& out);
    [[nodiscard]] topic_number number_of(std::string_view topic) const noexcept;
    /// By the sink's own thread, or from anywhere.
    bool post(command&& what, command_queue& queue, command_queue::when_full policy);
    void post_from_outside(command&& what, command_queue& queue);

    http::site& site_;
    std::string const component_;
    tickhub_http table_;
    frame_pool pool_; // before all that holds frames
    std::vector<std::unique_ptr<share>> shares_;

    std::uint32_t mounts_ = 0;
    std::uint64_t groups_ = 0;
    std::uint64_t epoch_ = 0;
    bool in_callback_ = false;
    bool has_websockets_ = false;   // or had: events are made in both forms
    std::vector<std::string> kept_; // topics, by their numbers
    std::uint64_t last_kept_ = 0;   // number of a message
    boost::unordered_flat_map<cell_key, cell_number> cells_;

    std::mutex pending_mutex_;
    boost::unordered_flat_map<tickhub_request_id, bool> pending_; // delivered and not answered: wants a WebSocket?
    std::mutex events_mutex_;
    sink_events* events_;

    counter refused_messages_;
    std::atomic<std::uint64_t> handover_dropped_{0};
};

/// The C functions, each leading to the port that `context` is. [any thread]
[[nodiscard]] tickhub_http make_table(port& port) noexcept;

} // namespace tickhub::http
