// One connection while it speaks plain HTTP: request, answer, next request; until a sink opens a stream or a
// WebSocket on it.
#pragma once

#include "http/client_connection.hpp"
#include "http/deadlines.hpp"
#include "http/request_reader.hpp"
#include "http/response.hpp"
#include "http/seat.hpp"
#include "http/site.hpp"
#include "http/transport.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::http {

class io_thread;

/// By its I/O thread alone.
class http_session final : public timed, public std::enable_shared_from_this<http_session> {
public:
    http_session(io_thread& thread, http::transport transport, seat place);
    ~http_session() override;

    void begin();
    /// The sink's answer to the request that waits.
    void answer(response what);
    /// The sink's port, while its answer is awaited.
    [[nodiscard]] http::port const* awaits() const noexcept { return awaited_ ? awaited_->port.get() : nullptr; }
    /// 503, or what an EventSource understands.
    void answer_unavailable();
    /// Gives the transport away to a connection that answers the request, and ends.
    [[nodiscard]] std::shared_ptr<client_connection> become_connection(connection_options const& options);
    [[nodiscard]] std::shared_ptr<identity const> const& who() const noexcept { return who_; }
    [[nodiscard]] bool head_only() const noexcept { return request_.method == "HEAD"; }
    /// No more requests: closes now if it's idle, else after the response.
    void drain();
    void close();

private:
    enum class phase : std::uint8_t { reading, awaiting, writing, lingering, closed };

    void on_deadline(steady_time now) override;
    void read();
    void on_readable();
    void advance(std::string_view bytes);
    void dispatch();
    void deliver(decision found);
    void log_in(credentials what);
    void refuse(refusal const& why);
    void put_off(std::chrono::nanoseconds wait);
    [[nodiscard]] bool served() const noexcept { return seat_.how() == seat::welcome::served; }
    void send(response what);
    void send_continue();
    void write();
    void written();
    void linger();

    io_thread& thread_;
    http::seat seat_; // left when the transport is gone
    http::transport transport_;
    http::place& place_;
    request_reader reader_;
    received_request request_; // the one that is being answered
    visitor visitor_;
    std::shared_ptr<identity const> who_; // asked; empty: nobody has logged in
    std::vector<std::string> lines_;      // of the answer's head, whoever gives it
    std::shared_ptr<mount_point> awaited_;
    tickhub_request_id awaited_id_ = 0;

    std::string head_; // of the response, and then what shares or owns its body
    response response_;
    std::size_t sent_ = 0; // of head and body
    after_response then_ = after_response::keep_open;
    phase phase_ = phase::reading;
    bool wants_stream_ = false; // by its Accept header
};

} // namespace tickhub::http
