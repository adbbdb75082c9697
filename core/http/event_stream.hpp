// One client's event stream: a socket that an outbox is written to.
#pragma once

#include "http/deadlines.hpp"
#include "http/gate.hpp"
#include "http/group_table.hpp"
#include "http/port.hpp"
#include "http/site.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

namespace tickhub::http {

class io_thread;

/// By its I/O thread alone.
class event_stream final : public subscriber, public timed, public std::enable_shared_from_this<event_stream> {
public:
    event_stream(io_thread& thread, boost::asio::ip::tcp::socket socket, std::shared_ptr<http::place> place,
                 std::shared_ptr<http::port> port, std::uint64_t handle, tickhub_stream_options const& options,
                 http::framing framing);
    ~event_stream() override;

    /// Writes the response's head, and watches for the client's leaving from now on.
    void begin(tickhub_stream_options const& options);
    /// Writes as much as the socket takes.
    void flush();
    /// Closes once everything is written, or when that takes too long.
    void finish(std::optional<std::chrono::milliseconds> retry);
    /// The connection is of no use any more.
    void lose();
    /// Holds the gates of `pace: clients` as the outbox says.
    void update_pace();
    void stop_pacing();

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
    [[nodiscard]] std::chrono::nanoseconds coalesce() const noexcept { return place_->options.coalesce; }

private:
    struct pace_holds {
        explicit pace_holds(site& s) noexcept : room{s.room}, nothing_left{s.nothing_left} {}
        gate_hold room;
        gate_hold nothing_left;
    };

    void on_deadline(steady_time now) override;
    void watch_reading();
    void on_readable();
    void on_no_more_to_read();
    void watch_writing();
    void end();

    io_thread& thread_;
    boost::asio::ip::tcp::socket socket_;
    std::shared_ptr<http::place> place_;
    std::shared_ptr<http::port> port_;
    std::uint64_t const handle_;
    std::chrono::nanoseconds const heartbeat_;
    steady_time last_flush_;
    std::optional<pace_holds> pace_;
    std::uint32_t received_ = 0; // bytes that the client sent behind its request: none are expected
    bool blocked_ = false;
    bool client_has_finished_ = false; // sending
    bool ended_ = false;
};

} // namespace tickhub::http
