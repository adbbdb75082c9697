// One client that a sink sends to, over an event stream or a WebSocket: a transport that an outbox is written to.
#pragma once

#include "http/connection_options.hpp"
#include "http/deadlines.hpp"
#include "http/gate.hpp"
#include "http/group_table.hpp"
#include "http/intake.hpp"
#include "http/message_throttle.hpp"
#include "http/port.hpp"
#include "http/request_reader.hpp"
#include "http/seat.hpp"
#include "http/site.hpp"
#include "http/transport.hpp"
#include "http/websocket.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

namespace tickhub::http {

class io_thread;

/// The request that a connection answers, and what it takes over from who read it.
struct opening {
    http::transport transport;
    http::seat place;
    std::shared_ptr<http::port> port;
    std::uint64_t handle = 0;
    received_request request;
    std::string unread;                    ///< what came behind the request
    std::vector<std::string> head_lines{}; ///< further ones of an event stream's answer
};

/// By its I/O thread alone.
class client_connection final : public subscriber,
                                public timed,
                                private websocket_events,
                                public std::enable_shared_from_this<client_connection> {
public:
    client_connection(io_thread& thread, opening from, connection_options const& options);
    ~client_connection() override;

    /// Answers the request, and watches for what the client sends from now on.
    void begin();
    /// Writes as much as the socket takes.
    void flush();
    /// Closes once everything is written, or when that takes too long.
    void finish(farewell const& how);
    /// The connection is of no use any more.
    void lose();
    /// Holds the gates of `pace: clients` as the outbox says.
    void update_pace();
    void stop_pacing();
    /// Goes on reading, if it had to wait for the sink.
    void resume_reading();

    [[nodiscard]] std::uint64_t handle() const noexcept { return handle_; }
    [[nodiscard]] http::port& port() const noexcept { return *port_; }
    [[nodiscard]] bool paced_and_behind() const noexcept { return pace_ && pace_->room.holding(); }

    /// When it is to be flushed; kept by the I/O thread.
    enum class turn : std::uint8_t { none, patient, urgent };
    turn next_turn = turn::none;
    std::uint32_t refused_joins = 0; ///< over the bound of subscriptions; counted by the I/O thread
    /// Waits for the socket to take more.
    [[nodiscard]] bool blocked() const noexcept { return blocked_; }
    [[nodiscard]] bool wants_flush_at_once(steady_time now) const noexcept;
    [[nodiscard]] std::chrono::nanoseconds coalesce() const noexcept { return seat_.place().options.coalesce; }

private:
    struct pace_holds {
        explicit pace_holds(site& s) noexcept : room{s.room}, nothing_left{s.nothing_left} {}
        gate_hold room;
        gate_hold nothing_left;
    };

    void on_deadline(steady_time now) override;
    void ask_for_snapshots();
    void watch_reading();
    void on_readable();
    void on_no_more_to_read();
    void on_token();
    void read_on();
    void watch_writing();
    void end();

    [[nodiscard]] bool on_message(bool binary, std::string_view data) override;
    void on_alive() override { silent_heartbeats_ = 0; }
    void send_own(std::string_view bytes) override;
    void send_last(std::string_view bytes) override;
    void on_end() override;

    io_thread& thread_;
    http::seat seat_; // left when the transport is gone
    http::transport transport_;
    std::shared_ptr<http::port> port_;
    std::uint64_t const handle_;
    connection_options options_;
    received_request request_;            // until it is answered
    std::vector<std::string> head_lines_; // the same
    std::optional<websocket> websocket_;
    std::shared_ptr<http::intake> intake_;       // of a WebSocket
    std::unique_ptr<message_throttle> throttle_; // of a WebSocket whose listener has a limit
    steady_time last_flush_;
    std::optional<pace_holds> pace_;
    std::uint32_t received_ = 0; // bytes that an event stream's client sent behind its request: none are expected
    std::uint32_t silent_heartbeats_ = 0; // since a WebSocket's client was last heard of
    bool client_has_finished_ = false;    // sending
    bool websocket_ended_ = false;        // nothing more will be read as one
    bool answered_ = false;
    bool awaits_sink_ = false;  // which has enough to handle: nothing is read
    bool awaits_token_ = false; // of the throttle: the same
    bool blocked_ = false;
    bool ended_ = false;
};

} // namespace tickhub::http
