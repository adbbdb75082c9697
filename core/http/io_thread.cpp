#include "http/io_thread.hpp"

#include "http/certificate_watch.hpp"
#include "http/client_connection.hpp"
#include "http/handles.hpp"
#include "http/http_session.hpp"

#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/post.hpp>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/socket.h>

#include <algorithm>

namespace tickhub::http {

namespace {

constexpr int most_handlers_a_turn = 256;

// Gives out one block again and again: at most one wake is under way at a time.
template <class T>
struct single_block {
    using value_type = T;
    std::byte* memory;
    std::size_t size;

    explicit single_block(std::byte* m, std::size_t s) noexcept : memory{m}, size{s} {}
    template <class U>
    single_block(single_block<U> const& other) noexcept : memory{other.memory}
                                                        , size{other.size} {}
    T* allocate(std::size_t count) {
        if (count * sizeof(T) > size)
            throw std::bad_alloc{};
        return reinterpret_cast<T*>(memory);
    }
    void deallocate(T*, std::size_t) noexcept {}
    template <class U>
    bool operator==(single_block<U> const& other) const noexcept {
        return memory == other.memory;
    }
};

template <int Level, int Name>
void set_option(transport::socket& socket, int value) noexcept {
    ::setsockopt(socket.native_handle(), Level, Name, &value, sizeof(value));
}

void prepare(transport::socket& socket, listener_options const& options) {
    auto const milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(options.peer_timeout).count();
    set_option<IPPROTO_TCP, TCP_NODELAY>(socket, 1);
    set_option<IPPROTO_TCP, TCP_USER_TIMEOUT>(socket, static_cast<int>(milliseconds));
    set_option<SOL_SOCKET, SO_SNDBUF>(socket, options.send_buffer);
    set_option<IPPROTO_TCP, TCP_NOTSENT_LOWAT>(socket, options.unsent_limit);
}

} // namespace

io_thread::io_thread(http::site& site, std::size_t number)
    : site_{site}
    , number_{number}
    , now_{std::chrono::steady_clock::now()}
    , random_{std::random_device{}()}
    , last_patient_flush_{now_}
    , queue_{site.options, site.room, site.nothing_left, [this] { post_run_commands(); }}
    , context_{1}
    , work_{context_.get_executor()} {}

io_thread::~io_thread() {
    stop();
}

void io_thread::start() {
    thread_ = std::thread{[this] {
        ::pthread_setname_np(::pthread_self(), ("http-" + std::to_string(number_)).c_str());
        loop();
    }};
}

void io_thread::stop() {
    stopping_.store(true);
    queue_.close();
    context_.stop();
    if (thread_.joinable())
        thread_.join();
    queue_.discard();
    awaiting_.clear();
    while (!streams_.empty()) {
        auto const stream = streams_.begin()->second;
        stream->lose();
    }
}

void io_thread::post_run_commands() {
    single_block<std::byte> const memory{wake_memory_.data(), wake_memory_.size()};
    boost::asio::post(context_, boost::asio::bind_allocator(memory, [this] { run_commands(); }));
}

void io_thread::run_here(std::function<void()> what) {
    boost::asio::post(context_, std::move(what));
}

// Handlers that are ready, then what is due, then what is to be flushed; only then does it sleep. So frames that became
// ready together leave together, and on an idle thread nothing waits.
void io_thread::loop() {
    while (!stopping_.load(std::memory_order_relaxed)) {
        now_ = std::chrono::steady_clock::now();
        for (int handled = 0; handled < most_handlers_a_turn && context_.poll_one() != 0; ++handled) {
        }
        announce_messages();
        now_ = std::chrono::steady_clock::now();
        deadlines_.run(now_);
        flush_due();
        announce_messages(); // what flushing has made connections ask for
        if (!urgent_.empty())
            continue;
        auto wake = deadlines_.next();
        if (!patient_.empty())
            wake = wake ? std::min(*wake, patient_due_) : patient_due_;
        if (wake)
            context_.run_one_until(*wake);
        else
            context_.run_one();
    }
}

void io_thread::adopt(transport::socket socket, std::shared_ptr<place> place) {
    site_.counters.accepted.fetch_add(1, std::memory_order_relaxed);
    prepare(socket, place->options);
    std::unique_ptr<tls_side> tls;
    if (place->tls)
        tls = std::make_unique<tls_side>(*place->tls->current(), socket.native_handle(), site_.counters.tls_handshakes);
    seat taken{site_, std::move(place), socket};
    auto const how = taken.how();
    auto const session =
        std::make_shared<http_session>(*this, transport{std::move(socket), std::move(tls)}, std::move(taken));
    if (how == seat::welcome::none)
        return session->close();
    session->begin();
}

void io_thread::drain() {
    ticks_.run_all();
    for (auto const& [handle, stream] : streams_) {
        auto const delay = reconnect_delay();
        auto& pool = stream->source->pool;
        stream->box.say(make_event(
            pool, {.name = "server_shutdown", .data = "{\"retry_ms\":" + std::to_string(delay.count()) + "}"},
            form_for(stream->box.framing())));
        stream->finish({.retry = delay, .code = close_code::restart, .reason = "the server is shutting down"});
    }
    auto const sessions = sessions_; // close takes them out, one by one
    for (http_session* const session : sessions)
        session->drain();
}

std::chrono::milliseconds io_thread::reconnect_delay() {
    auto const most = std::max<std::int64_t>(site_.options.max_reconnect_delay.count(), 1);
    return std::chrono::milliseconds{std::uniform_int_distribution<std::int64_t>{(most + 9) / 10, most}(random_)};
}

tickhub_request_id io_thread::await_answer(std::shared_ptr<http_session> session) {
    std::uint64_t const handle = make_handle(number_, ++last_handle_);
    awaiting_.emplace(handle, std::move(session));
    return handle;
}

void io_thread::touched(client_connection& stream) {
    stream.update_pace();
    if (stream.blocked() || stream.next_turn == client_connection::turn::urgent)
        return;
    if (stream.wants_flush_at_once(now_)) {
        stream.next_turn = client_connection::turn::urgent; // its place among the patient is passed over
        urgent_.push_back(&stream);
        return;
    }
    if (stream.next_turn == client_connection::turn::patient)
        return;
    stream.next_turn = client_connection::turn::patient;
    steady_time const due = std::max(now_, last_patient_flush_ + stream.coalesce());
    patient_due_ = patient_.empty() ? due : std::min(patient_due_, due);
    patient_.push_back(&stream);
}

void io_thread::gone(client_connection& stream) {
    for (auto* const list : {&urgent_, &patient_, &flushing_})
        std::replace(list->begin(), list->end(), &stream, static_cast<client_connection*>(nullptr));
    port& port = stream.port();
    port.on_thread(number_).groups.leave_all(stream);
    port.on_thread(number_).source.streams.subtract(1);
    tokens_.remove(stream.handle());
    streams_.erase(stream.handle());
    port.closed(stream.handle());
}

void io_thread::has_delivered(std::shared_ptr<port> const& to) {
    if (std::find(delivered_.begin(), delivered_.end(), to) == delivered_.end())
        delivered_.push_back(to);
}

void io_thread::announce_messages() {
    for (auto const& port : delivered_)
        port->announce();
    delivered_.clear();
}

void io_thread::flush_due() {
    flush(urgent_);
    if (patient_.empty() || now_ < patient_due_)
        return;
    last_patient_flush_ = now_;
    for (client_connection*& stream : patient_) {
        if (stream != nullptr && stream->next_turn != client_connection::turn::patient)
            stream = nullptr; // flushed since
    }
    flush(patient_);
}

void io_thread::flush(std::vector<client_connection*>& streams) {
    std::swap(streams, flushing_);
    for (std::size_t i = 0; i < flushing_.size(); ++i) { // entries become null while it runs
        if (client_connection* const stream = flushing_[i]; stream != nullptr) {
            stream->next_turn = client_connection::turn::none;
            stream->flush();
        }
    }
    flushing_.clear();
}

} // namespace tickhub::http
