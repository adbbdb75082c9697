#include "http/client_connection.hpp"

#include "http/handles.hpp"
#include "http/io_thread.hpp"
#include "http/response.hpp"

#include <array>
#include <ctime>
#include <utility>

namespace tickhub::http {

namespace {

using std::chrono::nanoseconds;

constexpr nanoseconds linger = std::chrono::seconds{2};
constexpr std::size_t most_frames_a_call = 64;
constexpr int most_calls_a_turn = 16;
constexpr std::uint32_t most_received = 64 * 1024;
constexpr std::uint32_t most_silent_heartbeats = 2;

framing framing_of(received_request const& request, connection_options const& options) noexcept {
    if (options.websocket)
        return framing::websocket;
    return request.http_1_0 ? framing::plain : framing::chunked;
}

outbox_options outbox_options_of(site const& site, framing how, connection_options const& options,
                                 std::chrono::milliseconds invite_after) noexcept {
    outbox_options result;
    result.limits = site.options.outbox;
    result.framing = how;
    result.paced = options.paced;
    result.resumes = options.resumes;
    result.epoch = options.epoch;
    result.position = options.sequence;
    result.invite_after = invite_after;
    return result;
}

} // namespace

client_connection::client_connection(io_thread& thread, opening from, connection_options const& options)
    // A slow client may resume sooner than one that is sent away for lack of room.
    : subscriber{outbox_options_of(thread.site(), framing_of(from.request, options), options,
                                   thread.reconnect_delay() / 10),
                 std::shared_ptr<stream_source>{from.port, &from.port->on_thread(thread_of(from.handle)).source}}
    , thread_{thread}
    , seat_{std::move(from.place)}
    , transport_{std::move(from.transport)}
    , port_{std::move(from.port)}
    , handle_{from.handle}
    , options_{options}
    , request_{std::move(from.request)}
    , head_lines_{std::move(from.head_lines)}
    , last_flush_{thread.now() - std::chrono::hours{1}} {
    if (options.paced)
        pace_.emplace(thread.site());
    if (!options.websocket)
        return;
    websocket_.emplace(static_cast<websocket_events&>(*this), transport_, options.websocket->longest_message,
                       std::move(from.unread));
    intake_ = std::make_shared<intake>(thread.queue(), handle_);
    if (auto const most = seat_.place().options.messages_per_second; most != 0)
        throttle_ = std::make_unique<message_throttle>(thread.deadlines(), rate{most}, [this] { on_token(); });
}

client_connection::~client_connection() = default;

void client_connection::begin() {
    auto& pool = source->pool;
    received_request const request = std::exchange(request_, {});
    if (websocket_) {
        websocket_->accept(request, options_.websocket->subprotocol, shared_from_this());
    } else {
        box.preface(make_raw(pool, stream_head(box.framing(), std::time(nullptr), std::exchange(head_lines_, {}))));
        if (options_.retry.count() != 0)
            box.preface(make_retry(pool, options_.retry));
        watch_reading();
    }
    thread_.deadlines().set(*this, thread_.now() + options_.heartbeat);
    thread_.touched(*this);
}

void client_connection::flush() {
    last_flush_ = thread_.now();
    for (int call = 0; !ended_ && !blocked_ && call < most_calls_a_turn; ++call) {
        std::array<iovec, most_frames_a_call> pieces;
        std::size_t const count = box.next_frames(pieces);
        if (count == 0 && !transport_.holds_unsent())
            break;
        transfer const done = transport_.write({pieces.data(), count});
        if (done.broken)
            return lose();
        thread_.site().counters.writes.fetch_add(1, std::memory_order_relaxed);
        if (done.bytes > 0)
            box.written(done.bytes);
        if (done.blocked)
            watch_writing();
    }
    if (box.finished() && !blocked_)
        return end();
    if (websocket_ && !box.urgent())
        websocket_->sent();
    if (!blocked_ && box.has_work())
        thread_.touched(*this);
    ask_for_snapshots();
    update_pace();
}

void client_connection::ask_for_snapshots() {
    while (auto const key = box.next_wanted()) {
        if (!port_->want_snapshot(handle_, *key))
            return;
        thread_.has_delivered(port_);
    }
}

void client_connection::finish(farewell const& how) {
    box.finish(how);
    thread_.deadlines().set(*this, thread_.now() + seat_.place().options.closing_timeout);
    thread_.touched(*this);
}

// Everything is written. What the client may still send is read away, since closing a socket with unread bytes would
// reset the connection and take the last frames with it. A WebSocket's client may still answer the close: proxies drop
// both directions when one ends.
void client_connection::end() {
    if (ended_)
        return;
    ended_ = true;
    if (!websocket_ || websocket_ended_)
        transport_.shutdown_send();
    auto const keep = shared_from_this();
    thread_.deadlines().set(*this, thread_.now() + (client_has_finished_ ? nanoseconds{0} : linger));
    pace_.reset();
    if (throttle_)
        throttle_->stop();
    bool const waits = awaits_sink_ || awaits_token_;
    awaits_sink_ = awaits_token_ = false;
    if (waits)
        read_on();
    thread_.gone(*this);
}

void client_connection::lose() {
    auto const keep = shared_from_this();
    thread_.deadlines().cancel(*this);
    transport_.close();
    if (websocket_)
        websocket_->stop();
    if (throttle_)
        throttle_->stop();
    if (ended_)
        return;
    ended_ = true;
    box.abandon();
    pace_.reset();
    thread_.gone(*this);
}

void client_connection::on_deadline(steady_time now) {
    if (ended_ || !box.accepting()) {
        if (!ended_)
            thread_.site().counters.timeouts.fetch_add(1, std::memory_order_relaxed);
        return lose();
    }
    if (websocket_) {
        // A page sees the heartbeat; that the peer is still there only the pong shows.
        if (silent_heartbeats_++ == most_silent_heartbeats) {
            thread_.site().counters.timeouts.fetch_add(1, std::memory_order_relaxed);
            return lose();
        }
        box.say(make_ping(source->pool));
    }
    box.request_heartbeat();
    thread_.deadlines().set(*this, now + options_.heartbeat);
    thread_.touched(*this);
}

bool client_connection::wants_flush_at_once(steady_time now) const noexcept {
    return pace_ || box.urgent() || !box.accepting() || !box.roomy() || now - last_flush_ >= coalesce();
}

void client_connection::update_pace() {
    if (!pace_)
        return;
    pace_->room.set(!box.roomy());
    pace_->nothing_left.set(box.has_work() || transport_.holds_unsent());
}

void client_connection::stop_pacing() {
    box.stop_pacing();
    pace_.reset();
}

void client_connection::watch_reading() {
    transport_.when_readable([self = shared_from_this()](boost::system::error_code error) {
        if (!error)
            self->on_readable();
    });
}

// An event stream's client has nothing to say, nor has a WebSocket's that is closed; but while a connection is being
// closed whatever comes is read away.
void client_connection::on_readable() {
    std::array<char, 4096> scratch;
    transfer const got = transport_.read(scratch);
    if (got.broken)
        return lose();
    if (got.ended)
        return on_no_more_to_read();
    if (box.accepting() && (received_ += static_cast<std::uint32_t>(got.bytes)) > most_received)
        return lose();
    watch_reading();
}

// It has left, or means to read on, which can't be told apart: it gets what there is, and is waited for no more.
void client_connection::on_no_more_to_read() {
    if (ended_)
        return lose();
    client_has_finished_ = true;
    if (!box.accepting())
        return;
    stop_pacing();
    finish({});
}

bool client_connection::on_message(bool binary, std::string_view data) {
    silent_heartbeats_ = 0;
    if (ended_ || !box.accepting())
        return true; // it is being closed: what the client still says goes nowhere
    source->received.add(1);
    bool const room = intake_->take(data.size());
    if (!port_->deliver(std::make_unique<message_data>(handle_, binary, data, intake_))) {
        finish({.code = close_code::try_again_later, .reason = "this service is not available now"});
        return true;
    }
    thread_.has_delivered(port_);
    awaits_sink_ = !room;
    awaits_token_ = throttle_ && throttle_->must_wait(thread_.now());
    if (awaits_token_)
        source->throttled.add(1);
    return !awaits_sink_ && !awaits_token_;
}

void client_connection::resume_reading() {
    if (std::exchange(awaits_sink_, false) && !awaits_token_)
        read_on();
}

void client_connection::on_token() {
    if (std::exchange(awaits_token_, false) && !awaits_sink_)
        read_on();
}

void client_connection::read_on() {
    websocket_->read(shared_from_this());
}

void client_connection::send_own(std::string_view bytes) {
    if (ended_)
        return;
    frame_ref frame = make_raw(source->pool, bytes);
    if (std::exchange(answered_, true))
        box.say(std::move(frame));
    else
        box.preface(std::move(frame));
    thread_.touched(*this);
}

void client_connection::send_last(std::string_view bytes) {
    if (ended_)
        return;
    box.finish_with(make_raw(source->pool, bytes));
    thread_.deadlines().set(*this, thread_.now() + seat_.place().options.closing_timeout);
    thread_.touched(*this);
}

// When the client has closed, or broken the protocol, what is to be said about it is in the outbox: it must not be lost
// to bytes that nobody reads.
void client_connection::on_end() {
    if (box.accepting())
        return lose();
    websocket_ended_ = true;
    if (ended_)
        transport_.shutdown_send();
    watch_reading();
}

void client_connection::watch_writing() {
    blocked_ = true;
    transport_.when_writable([self = shared_from_this()](boost::system::error_code error) {
        self->blocked_ = false;
        if (!error && !self->ended_)
            self->flush();
    });
}

} // namespace tickhub::http
