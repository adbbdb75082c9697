#include "http/http_session.hpp"

#include "http/io_thread.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <array>
#include <ctime>

namespace tickhub::http {

namespace {

constexpr auto linger_time = std::chrono::seconds{2};
constexpr auto turned_away_time = std::chrono::seconds{2}; // those over the limit get less patience

request_limits limits_of(listener_options const& options) noexcept {
    return {options.header_limit, options.target_limit, options.body_limit};
}

} // namespace

http_session::http_session(io_thread& thread, http::transport transport, seat place)
    : thread_{thread}
    , seat_{std::move(place)}
    , transport_{std::move(transport)}
    , place_{seat_.place()}
    , reader_{limits_of(place_.options)} {
    thread_.enter(*this);
}

http_session::~http_session() {
    thread_.exit(*this);
}

void http_session::begin() {
    steady_time const now = thread_.now();
    thread_.deadlines().set(
        *this, now + (served() ? place_.options.header_timeout : std::chrono::nanoseconds{turned_away_time}));
    read();
}

void http_session::read() {
    transport_.when_readable([self = shared_from_this()](boost::system::error_code error) {
        if (!error)
            self->on_readable();
    });
}

void http_session::on_readable() {
    std::array<char, 8 * 1024> bytes;
    transfer const got = transport_.read(bytes);
    if (got.blocked)
        return read();
    if (got.ended && !got.broken && phase_ == phase::reading && reader_.begun())
        return refuse({400, "the connection's sending side was shut down within the request"});
    if (got.ended)
        return close();
    if (phase_ == phase::lingering)
        return read();
    // The whole request is to be here in time from its first byte, whatever trickles in between.
    if (!reader_.begun() && served())
        thread_.deadlines().set(*this, thread_.now() + place_.options.header_timeout);
    advance({bytes.data(), got.bytes});
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
    bool const last = !request_.keep_alive || !served() || thread_.site().draining.load();
    then_ = last ? after_response::close : after_response::keep_open;
    wants_stream_ = request_.header("accept").find("text/event-stream") != std::string_view::npos;
    if (auto const wait = seat_.ask(thread_.now()); wait.count() != 0)
        return put_off(wait);
    visitor_.address = transport_.remote_address();
    visitor_.scheme = place_.tls ? scheme::https : scheme::http;
    decision found = decide(thread_.site(), place_, request_, visitor_);
    lines_ = std::move(found.admitted.lines);
    who_ = std::move(found.admitted.who);
    if (found.admitted.login)
        return log_in(std::move(*found.admitted.login));
    if (!found.to)
        return send(std::move(found.answer));
    bool const wants = wants_websocket(request_);
    if (wants) {
        if (auto const fault = websocket_fault(request_); fault)
            return refuse(*fault);
    }
    awaited_ = std::move(found.to);
    if (!served() || thread_.site().draining.load())
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
    data->wants_websocket = wants_websocket(request_);
    data->headers = data->wants_websocket ? request_.headers : std::move(request_.headers);
    data->body = std::move(request_.body);
    data->remote = visitor_.address;
    data->set_identity(who_);
    data->access = std::shared_ptr<access_rules const>{seat_.shared_place(), &place_.access};
    // Whoever asks is told by name; what proves it stays here.
    std::erase_if(data->headers, [](auto const& h) { return h.first == "authorization" || h.first == "cookie"; });
    phase_ = phase::awaiting;
    thread_.deadlines().set(*this, thread_.now() + place_.options.answer_timeout);
    if (!awaited_->port->deliver(std::move(data)))
        answer_unavailable();
}

// The answer is made by the password worker, and sent by this thread.
void http_session::log_in(credentials what) {
    if (!served() || thread_.site().draining.load())
        return send(answer_login({login_result::busy, {}, {}}, visitor_.scheme));
    awaited_id_ = thread_.await_answer(shared_from_this());
    phase_ = phase::awaiting;
    thread_.deadlines().set(*this, thread_.now() + place_.options.answer_timeout);
    thread_.site().auth->log_in(
        std::move(what), visitor_.address, thread_.now(),
        [&thread = thread_, id = awaited_id_, over = visitor_.scheme](login_outcome const& outcome) {
            thread.run_here([&thread, id, made = answer_login(outcome, over)] { thread.answer_login(id, made); });
        });
}

void http_session::answer(response what) {
    if (awaited_ && who_) // what one user was told is nobody else's
        what.headers.emplace_back("Cache-Control: no-store");
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

std::shared_ptr<client_connection> http_session::become_connection(connection_options const& options) {
    phase_ = phase::closed;
    thread_.deadlines().cancel(*this);
    if (!options.websocket)
        awaited_->streams.store(true, std::memory_order_relaxed);
    opening from{std::move(transport_), std::move(seat_),      awaited_->port,   awaited_id_,
                 std::move(request_),   reader_.take_unread(), std::move(lines_)};
    return std::make_shared<client_connection>(thread_, std::move(from), options);
}

void http_session::refuse(refusal const& why) {
    then_ = after_response::close;
    response answer = text_response(why.status, why.text);
    if (why.status == 426)
        answer.headers.insert(answer.headers.end(), {"Upgrade: websocket", "Sec-WebSocket-Version: 13"});
    send(std::move(answer));
}

// An EventSource would never come back from a 429.
void http_session::put_off(std::chrono::nanoseconds wait) {
    if (wants_stream_) {
        then_ = after_response::close;
        return send(come_back_later(thread_.reconnect_delay()));
    }
    response late = text_response(429, "too many requests come from your address: wait a little");
    late.headers.push_back("Retry-After: " + std::to_string(std::chrono::ceil<std::chrono::seconds>(wait).count()));
    send(std::move(late));
}

void http_session::send(response what) {
    if (what.status / 100 < 6)
        thread_.site().counters.responses[what.status / 100].fetch_add(1, std::memory_order_relaxed);
    response_ = std::move(what);
    response_.headers.insert(response_.headers.end(), lines_.begin(), lines_.end());
    head_ = response_head(response_, then_, std::time(nullptr));
    if (request_.method == "HEAD") {
        response_.body.clear();
        response_.shared_body.reset();
    }
    sent_ = 0;
    phase_ = phase::writing;
    thread_.deadlines().set(*this, thread_.now() + place_.options.write_timeout);
    write();
}

// The interim answer is so short that a socket which was never written to takes it whole.
void http_session::send_continue() {
    static constexpr std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";
    iovec const piece{const_cast<char*>(interim.data()), interim.size()};
    if (transport_.write({&piece, 1}).bytes != interim.size())
        return close();
    advance({});
}

void http_session::write() {
    while (true) {
        std::string_view const body = response_.content();
        if (sent_ == head_.size() + body.size() && !transport_.holds_unsent())
            return written();
        std::string_view const head_left = std::string_view{head_}.substr(std::min(sent_, head_.size()));
        std::string_view const body_left = body.substr(sent_ > head_.size() ? sent_ - head_.size() : 0);
        std::array<iovec, 2> pieces = {{{const_cast<char*>(head_left.data()), head_left.size()},
                                        {const_cast<char*>(body_left.data()), body_left.size()}}};
        transfer const done = transport_.write(pieces);
        if (done.broken)
            return close();
        sent_ += done.bytes;
        if (!done.blocked)
            continue;
        return transport_.when_writable([self = shared_from_this()](boost::system::error_code error) {
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
    lines_.clear();
    who_.reset();
    thread_.deadlines().set(*this, thread_.now() + place_.options.idle_timeout);
    // A client that sends many requests at once must not keep the thread to itself.
    boost::asio::post(transport_.executor(), [self = shared_from_this()] {
        if (self->phase_ == phase::reading)
            self->advance({});
    });
}

// Closing at once could reset the connection before the client has read the response.
void http_session::linger() {
    phase_ = phase::lingering;
    transport_.shutdown_send();
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
    transport_.close();
}

void http_session::on_deadline(steady_time now) {
    auto const keep = shared_from_this(); // while it awaits an answer, the I/O thread has the only other share
    if (phase_ == phase::awaiting) {
        if (awaited_ && !awaited_->port->forget(awaited_id_)) { // the answer is on its way already
            thread_.deadlines().set(*this, now + std::chrono::seconds{1});
            return;
        }
        thread_.forget_request(awaited_id_);
        then_ = after_response::close;
        return answer(text_response(504, "the component behind this path did not answer in time"));
    }
    if (phase_ != phase::lingering)
        thread_.site().counters.timeouts.fetch_add(1, std::memory_order_relaxed);
    if (phase_ == phase::reading && reader_.begun() && served()) {
        transport_.cancel();
        return refuse({408, "the request did not come in time"});
    }
    close();
}

} // namespace tickhub::http
