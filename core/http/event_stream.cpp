#include "http/event_stream.hpp"

#include "http/handles.hpp"
#include "http/io_thread.hpp"
#include "http/response.hpp"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <ctime>

namespace tickhub::http {

namespace {

using boost::asio::ip::tcp;
using std::chrono::nanoseconds;

constexpr nanoseconds default_heartbeat = std::chrono::seconds{15};
constexpr nanoseconds linger = std::chrono::seconds{2};
constexpr std::size_t most_frames_a_call = 64;
constexpr int most_calls_a_turn = 16;
constexpr std::uint32_t most_received = 64 * 1024;

outbox_options outbox_options_of(site const& site, tickhub_stream_options const& options, framing how,
                                 std::chrono::milliseconds invite_after) noexcept {
    outbox_options result;
    result.limits = site.options.outbox;
    result.framing = how;
    result.paced = options.paced != 0;
    result.epoch = options.epoch;
    result.position = options.sequence;
    result.invite_after = invite_after;
    return result;
}

bool would_block(int error) noexcept {
    return error == EAGAIN || error == EWOULDBLOCK;
}

} // namespace

event_stream::event_stream(io_thread& thread, tcp::socket socket, std::shared_ptr<http::place> place,
                           std::shared_ptr<http::port> port, std::uint64_t handle,
                           tickhub_stream_options const& options, http::framing framing)
    // A slow client may resume sooner than one that is sent away for lack of room.
    : subscriber{outbox_options_of(thread.site(), options, framing, thread.reconnect_delay() / 10),
                 std::shared_ptr<stream_source>{port, &port->on_thread(thread_of(handle)).source}}
    , thread_{thread}
    , socket_{std::move(socket)}
    , place_{std::move(place)}
    , port_{std::move(port)}
    , handle_{handle}
    , heartbeat_{options.heartbeat == 0 ? default_heartbeat : nanoseconds{options.heartbeat}}
    , last_flush_{thread.now() - std::chrono::hours{1}} {
    if (options.paced != 0)
        pace_.emplace(thread.site());
}

event_stream::~event_stream() {
    place_->connections.fetch_sub(1, std::memory_order_relaxed);
    thread_.site().nobody.release();
}

void event_stream::begin(tickhub_stream_options const& options) {
    auto& pool = source->pool;
    box.preface(make_raw(pool, stream_head(box.framing(), std::time(nullptr))));
    if (options.retry_ms != 0)
        box.preface(make_retry(pool, std::chrono::milliseconds{options.retry_ms}));
    thread_.deadlines().set(*this, thread_.now() + heartbeat_);
    watch_reading();
    thread_.touched(*this);
}

void event_stream::flush() {
    last_flush_ = thread_.now();
    for (int call = 0; !ended_ && !blocked_ && call < most_calls_a_turn; ++call) {
        std::array<iovec, most_frames_a_call> pieces;
        std::size_t const count = box.next_frames(pieces);
        if (count == 0)
            break;
        std::size_t wanted = 0;
        for (std::size_t i = 0; i < count; ++i)
            wanted += pieces[i].iov_len;
        msghdr message{};
        message.msg_iov = pieces.data();
        message.msg_iovlen = count;
        ssize_t const taken = ::sendmsg(socket_.native_handle(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (taken < 0 && !would_block(errno))
            return lose();
        thread_.site().counters.writes.fetch_add(1, std::memory_order_relaxed);
        if (taken > 0)
            box.written(static_cast<std::size_t>(taken));
        if (taken < 0 || static_cast<std::size_t>(taken) < wanted)
            watch_writing();
    }
    if (box.finished())
        return end();
    if (!blocked_ && box.has_work())
        thread_.touched(*this);
    update_pace();
}

void event_stream::finish(std::optional<std::chrono::milliseconds> retry) {
    box.finish(retry);
    thread_.deadlines().set(*this, thread_.now() + place_->options.closing_timeout);
    thread_.touched(*this);
}

// Everything is written. What the client may still send is read away, since closing a socket with unread bytes would
// reset the connection and take the last frames with it.
void event_stream::end() {
    if (ended_)
        return;
    ended_ = true;
    boost::system::error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    auto const keep = shared_from_this();
    thread_.deadlines().set(*this, thread_.now() + (client_has_finished_ ? nanoseconds{0} : linger));
    pace_.reset();
    thread_.gone(*this);
}

void event_stream::lose() {
    auto const keep = shared_from_this();
    thread_.deadlines().cancel(*this);
    boost::system::error_code ignored;
    socket_.close(ignored);
    if (ended_)
        return;
    ended_ = true;
    box.abandon();
    pace_.reset();
    thread_.gone(*this);
}

void event_stream::on_deadline(steady_time now) {
    if (ended_ || !box.accepting()) {
        if (!ended_)
            thread_.site().counters.timeouts.fetch_add(1, std::memory_order_relaxed);
        return lose();
    }
    box.request_heartbeat();
    thread_.deadlines().set(*this, now + heartbeat_);
    thread_.touched(*this);
}

bool event_stream::wants_flush_at_once(steady_time now) const noexcept {
    return pace_ || box.urgent() || !box.accepting() || !box.roomy() || now - last_flush_ >= coalesce();
}

void event_stream::update_pace() {
    if (!pace_)
        return;
    pace_->room.set(!box.roomy());
    pace_->nothing_left.set(box.has_work());
}

void event_stream::stop_pacing() {
    box.stop_pacing();
    pace_.reset();
}

void event_stream::watch_reading() {
    socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](boost::system::error_code error) {
        if (!error)
            self->on_readable();
    });
}

void event_stream::on_readable() {
    std::array<char, 1024> scratch;
    while (true) {
        ssize_t const count = ::recv(socket_.native_handle(), scratch.data(), scratch.size(), MSG_DONTWAIT);
        if (count < 0 && would_block(errno))
            return watch_reading();
        if (count == 0)
            return on_no_more_to_read();
        if (count < 0)
            return lose();
        received_ += static_cast<std::uint32_t>(count);
        if (received_ > most_received)
            return lose();
    }
}

// It has left, or means to read on, which can't be told apart: it gets what there is, and is waited for no more.
void event_stream::on_no_more_to_read() {
    if (ended_)
        return lose();
    client_has_finished_ = true;
    stop_pacing();
    finish(std::nullopt);
}

void event_stream::watch_writing() {
    blocked_ = true;
    socket_.async_wait(tcp::socket::wait_write, [self = shared_from_this()](boost::system::error_code error) {
        self->blocked_ = false;
        if (!error && !self->ended_)
            self->flush();
    });
}

} // namespace tickhub::http
