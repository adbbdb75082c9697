// One thread that owns sockets: its event loop, the connections that live on it, and what sinks ask of them.
#pragma once

#include "http/command_queue.hpp"
#include "http/deadlines.hpp"
#include "http/port.hpp"
#include "http/site.hpp"
#include "http/throttle_ticks.hpp"
#include "http/token_watch.hpp"
#include "http/transport.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <thread>
#include <unordered_set>
#include <vector>

namespace tickhub::http {

class client_connection;
class http_session;

/// A connection is pinned to one of these and touched by no other thread. By its own thread unless said.
class io_thread {
public:
    io_thread(http::site& site, std::size_t number);
    ~io_thread();
    io_thread(io_thread const&) = delete;
    io_thread& operator=(io_thread const&) = delete;

    void start(); ///< [control]
    void stop();  ///< Ends all connections and joins; twice is fine. [control]
    /// Runs it on this thread, soon. [any thread]
    void run_here(std::function<void()> what);
    [[nodiscard]] boost::asio::io_context& context() noexcept { return context_; }
    [[nodiscard]] command_queue& queue() noexcept { return queue_; } ///< [any thread]

    /// A new connection at a listener.
    void adopt(transport::socket socket, std::shared_ptr<place> place);
    /// Sends everyone away: no more requests, a farewell for streams.
    void drain();

    [[nodiscard]] http::site& site() noexcept { return site_; }
    [[nodiscard]] http::deadlines& deadlines() noexcept { return deadlines_; }
    /// The time at which this turn of the loop began.
    [[nodiscard]] steady_time now() const noexcept { return now_; }
    /// A random delay, so that those who are sent away don't come back together.
    [[nodiscard]] std::chrono::milliseconds reconnect_delay();

    // For http_session.
    void enter(http_session& session) { sessions_.insert(&session); }
    void exit(http_session& session) noexcept { sessions_.erase(&session); }
    /// Once the password was checked.
    void answer_login(tickhub_request_id request, response what);
    /// Some tokens were ended, or a session's token was renewed.
    void look_at_tokens();
    void extend_tokens(std::string const& session, unix_time expires);
    /// Gives the request a handle, and keeps the session until its answer comes.
    [[nodiscard]] tickhub_request_id await_answer(std::shared_ptr<http_session> session);
    void forget_request(tickhub_request_id request) noexcept { awaiting_.erase(request); }

    // For client_connection.
    /// The sink will be told of its messages when no handler is ready any more.
    void has_delivered(std::shared_ptr<port> const& to);
    /// Something was queued for it, or it has not written all: it is flushed when its time has come.
    void touched(client_connection& stream);
    /// Takes their pacing from the streams that hold the replay up; returns how many.
    std::uint64_t stop_pacing_those_behind();
    /// It is closed: the sink hears of it, and its handle is dead.
    void gone(client_connection& stream);

private:
    void loop();
    void run_commands();
    void post_run_commands();
    void carry_out(command& what);
    void carry_out(token_step const& step);
    void open(command& what);
    void prepare_for_websockets(stream_source& source, std::uint64_t epoch);
    /// For those who are sent away by the server, not by their sink.
    [[nodiscard]] farewell come_back();
    void change_membership(command const& what);
    void broadcast(command& what);
    void hold_back(port& whose, group_number group, cell_number cell, throttle_step step);
    void send_held_back(port& whose, throttle_step step);
    void note_lost(command& what);
    void clear(port& whose, group_number group);
    void resume(command& what);
    void end_streams_of(port const& port);
    void announce_messages();
    void flush_due();
    void flush(std::vector<client_connection*>& streams);
    [[nodiscard]] std::shared_ptr<client_connection> find_stream(command const& what) const;

    http::site& site_;
    std::size_t const number_;
    http::deadlines deadlines_;
    steady_time now_;
    token_watch tokens_{deadlines_, [this](token_step const& step) { carry_out(step); }};
    throttle_ticks ticks_{deadlines_, site_.nothing_left,
                          [this](port& whose, throttle_step step) { send_held_back(whose, step); }};
    std::vector<cell_number> held_back_; // while it is sent
    std::minstd_rand random_;
    std::uint64_t last_handle_ = 0;
    std::uint64_t last_broadcast_ = 0; // see subscriber

    std::unordered_set<http_session*> sessions_;
    boost::unordered_flat_map<std::uint64_t, std::shared_ptr<http_session>> awaiting_;
    boost::unordered_flat_map<std::uint64_t, std::shared_ptr<client_connection>> streams_;

    std::vector<std::shared_ptr<port>> delivered_; // whom messages were delivered to in this turn
    std::vector<client_connection*> urgent_;       // flushed when no handler is ready any more
    std::vector<client_connection*> patient_;      // flushed together at patient_due_
    std::vector<client_connection*> flushing_;
    steady_time patient_due_;
    steady_time last_patient_flush_;

    std::vector<command> batch_;
    std::array<std::byte, 256> wake_memory_; // for the one wake that can be under way
    command_queue queue_;

    std::atomic<bool> stopping_{false};
    boost::asio::io_context context_; // ends first: its handlers hold connections, which use all of the above
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::thread thread_;
};

} // namespace tickhub::http
