#include "http/http_session.hpp"

#include "http/io_thread.hpp"

#include <boost/asio/post.hpp>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>

namespace tickhub::http {

namespace {

using boost::asio::ip::tcp;

constexpr auto linger_time = std::chrono::seconds{2};
constexpr auto turned_away_time = std::chrono::seconds{2}; // those over the limit get less patience

request_limits limits_of(listener_options const& options) noexcept {
    return {options.header_limit, options.target_limit, options.body_limit};
}

bool would_block(int error) noexcept {
    return error == EAGAIN || error == EWOULDBLOCK;
}

} // namespace

http_session::http_session(io_thread& thread, tcp::socket socket, std::shared_ptr<http::place> place, welcome how)
    : thread_{thread}
    , socket_{std::move(socket)}
    , place_{std::move(place)}
    , welcome_{how}
    , reader_{limits_of(place_->options)} {
    thread_.enter(*this);
}

http_session::~http_session() {
    thread_.exit(*this);
    if (!counted_)
        return;
    place_->connections.fetch_sub(1, std::memory_order_relaxed);
    thread_.site().nobody.release();
}

void http_session::begin() {
    steady_time const now = thread_.now();
    thread_.deadlines().set(*this, now + (welcome_ == welcome::served ? place_->options.header_timeout
                                                                      : std::chrono::nanoseconds{turned_away_time}));
    read();
}

void http_session::read() {
    socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](boost::system::error_code error) {
        if (!error)
            self->on_readable();
    });
}

void http_session::on_readable() {
    std::array<char, 8 * 1024> bytes;
    ssize_t const count = ::recv(socket_.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (count < 0 && would_block(errno))
        return read();
    if (count == 0 && phase_ == phase::reading && reader_.begun())
        return refuse({400, "the connection's sending side was shut down within the request"});
    if (count <= 0)
        return close();
    if (phase_ == phase::lingering)
        return read();
    // The whole request is to be here in time from its first byte, whatever trickles in between.
    if (!reader_.begun() && welcome_ == welcome::served)
        thread_.deadlines().set(*this, thread_.now() + place_->options.header_timeout);
    advance({bytes.data(), static_cast<std::size_t>(count)});
}

void http_session::advance(std::string_view bytes) {
    switch (reader_.feed(bytes)) {
    case request_reader::progress::needs_more:
        return read();
    case request_reader::progress::wants_continue:
        return send_continue();
    case request_reader::progress::refused:
        return refuse(reader_.why());
    case request_reader::progress::complete:
        request_ = reader_.take();
        return dispatch();
    }
}

void http_session::dispatch() {
    auto& counters = thread_.site().counters;
    counters.requests.fetch_add(1, std::memory_order_relaxed);
    bool const last = !request_.keep_alive || welcome_ == welcome::turned_away || thread_.site().draining.load();
    then_ = last ? after_response::close : after_response::keep_open;
    decision found = decide(thread_.site(), *place_, request_);
    if (!found.to)
        return send(std::move(found.answer));
    awaited_ = std::move(found.to);
    wants_stream_ = request_.header("accept").find("text/event-stream") != std::string_view::npos;
    if (welcome_ == welcome::turned_away || thread_.site().draining.load())
        return answer_unavailable();
    deliver(std::move(found));
}

void http_session::deliver(decision found) {
    auto data = std::make_unique<request_data>();
    data->id = awaited_id_ = thread_.await_answer(shared_from_this());
    data->mount = awaited_->number;
    data->method = request_.method;
    data->path = std::move(found.target.path);
    data->query = std::move(found.target.query);
    data->headers = std::move(request_.headers);
    data->body = std::move(request_.body);
    boost::system::error_code ignored;
    data->remote = socket_.remote_endpoint(ignored).address().to_string();
    phase_ = phase::awaiting;
    thread_.deadlines().set(*this, thread_.now() + place_->options.answer_timeout);
    if (!awaited_->port->deliver(std::move(data)))
        answer_unavailable();
}

void http_session::answer(response what) {
    awaited_.reset();
    if (what.status == 405)
        add_headers_of_405(what, request_.method);
    send(std::move(what));
}

void http_session::answer_unavailable() {
    thread_.site().counters.turned_away.fetch_add(1, std::memory_order_relaxed);
    thread_.forget_request(awaited_id_);
    then_ = after_response::close;
    if (wants_stream_ || awaited_->streams.load(std::memory_order_relaxed))
        return answer(come_back_later(thread_.reconnect_delay()));
    response busy = text_response(503, "this server is busy: try again in a moment");
    busy.headers.emplace_back("Retry-After: 5");
    answer(std::move(busy));
}

std::shared_ptr<event_stream> http_session::become_stream(tickhub_stream_options const& options) {
    phase_ = phase::closed;
    counted_ = false;
    thread_.deadlines().cancel(*this);
    awaited_->streams.store(true, std::memory_order_relaxed);
    auto const how = request_.http_1_0 ? framing::plain : framing::chunked;
    return std::make_shared<event_stream>(thread_, std::move(socket_), place_, awaited_->port, awaited_id_, options,
                                          how);
}

void http_session::refuse(refusal const& why) {
    then_ = after_response::close;
    send(text_response(why.status, why.text));
}

void http_session::send(response what) {
    if (what.status / 100 < 6)
        thread_.site().counters.responses[what.status / 100].fetch_add(1, std::memory_order_relaxed);
    response_ = std::move(what);
    head_ = response_head(response_, then_, std::time(nullptr));
    if (request_.method == "HEAD") {
        response_.body.clear();
        response_.shared_body.reset();
    }
    sent_ = 0;
    phase_ = phase::writing;
    thread_.deadlines().set(*this, thread_.now() + place_->options.write_timeout);
    write();
}

// The interim answer is so short that a socket which was never written to takes it whole.
void http_session::send_continue() {
    static constexpr std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";
    ssize_t const count = ::send(socket_.native_handle(), interim.data(), interim.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count != static_cast<ssize_t>(interim.size()))
        return close();
    advance({});
}

void http_session::write() {
    while (true) {
        std::string_view const body = response_.content();
        if (sent_ == head_.size() + body.size())
            return written();
        std::string_view const head_left = std::string_view{head_}.substr(std::min(sent_, head_.size()));
        std::string_view const body_left = body.substr(sent_ > head_.size() ? sent_ - head_.size() : 0);
        std::array<iovec, 2> pieces = {{{const_cast<char*>(head_left.data()), head_left.size()},
                                        {const_cast<char*>(body_left.data()), body_left.size()}}};
        msghdr message{};
        message.msg_iov = pieces.data();
        message.msg_iovlen = pieces.size();
        ssize_t const count = ::sendmsg(socket_.native_handle(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0 && !would_block(errno))
            return close();
        if (count >= 0) {
            sent_ += static_cast<std::size_t>(count);
            continue;
        }
        return socket_.async_wait(tcp::socket::wait_write,
                                  [self = shared_from_this()](boost::system::error_code error) {
                                      if (!error)
                                          self->write();
                                  });
    }
}

void http_session::written() {
    response_ = {};
    head_ = {};
    if (then_ == after_response::close || thread_.site().draining.load())
        return linger();
    phase_ = phase::reading;
    request_ = {};
    thread_.deadlines().set(*this, thread_.now() + place_->options.idle_timeout);
    // A client that sends many requests at once must not keep the thread to itself.
    boost::asio::post(socket_.get_executor(), [self = shared_from_this()] {
        if (self->phase_ == phase::reading)
            self->advance({});
    });
}

// Closing at once could reset the connection before the client has read the response.
void http_session::linger() {
    phase_ = phase::lingering;
    boost::system::error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    thread_.deadlines().set(*this, thread_.now() + linger_time);
    read();
}

void http_session::drain() {
    if (phase_ == phase::reading && !reader_.begun())
        return close();
    then_ = after_response::close;
}

void http_session::close() {
    phase_ = phase::closed;
    thread_.deadlines().cancel(*this);
    boost::system::error_code ignored;
    socket_.close(ignored);
}

void http_session::on_deadline(steady_time now) {
    auto const keep = shared_from_this(); // while it awaits an answer, the I/O thread has the only other share
    if (phase_ == phase::awaiting) {
        if (!awaited_->port->forget(awaited_id_)) { // the answer is on its way already
            thread_.deadlines().set(*this, now + std::chrono::seconds{1});
            return;
        }
        thread_.forget_request(awaited_id_);
        then_ = after_response::close;
        return answer(text_response(504, "the component behind this path did not answer in time"));
    }
    if (phase_ != phase::lingering)
        thread_.site().counters.timeouts.fetch_add(1, std::memory_order_relaxed);
    if (phase_ == phase::reading && reader_.begun() && welcome_ == welcome::served) {
        socket_.cancel();
        return refuse({408, "the request did not come in time"});
    }
    close();
}

} // namespace tickhub::http
