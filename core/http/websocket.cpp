#include "http/websocket.hpp"

#include "http/response.hpp"

#include <boost/asio/post.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket.hpp>

#include <algorithm>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace tickhub::http {

namespace asio = boost::asio;
namespace beast = boost::beast;

namespace {

constexpr std::size_t kept_buffer = 4 * 1024;                       // more is given back after each message
constexpr std::string_view close_for_bad_code = "\x88\x02\x03\xea"; // 1002
constexpr std::string_view close_for_bad_text = "\x88\x02\x03\xef"; // 1007
constexpr std::string_view close_without_code{"\x88\0", 2};

// What a client's close is answered with where it isn't its own code, which Beast sends: it has 1000 for none, and
// takes any number from 3000 on for one, but there are none from 5000 on (RFC 6455, 7.4).
std::string_view own_answer_to(std::uint16_t code) noexcept {
    if (code == beast::websocket::close_code::none)
        return close_without_code;
    return code >= 5000 ? close_for_bad_code : std::string_view{};
}

// What goes on once written bytes have left.
class continuation {
public:
    virtual ~continuation() = default;
    virtual void run() = 0;
};

template <class Handler>
class held_handler final : public continuation {
public:
    held_handler(Handler handler, std::size_t bytes) : handler_{std::move(handler)}, bytes_{bytes} {}
    void run() override { handler_(beast::error_code{}, bytes_); }

private:
    Handler handler_;
    std::size_t bytes_;
};

// The stream under Beast's: it reads from the transport, and what it is to write it gives to the connection, complete
// frames each.
class layer {
public:
    using executor_type = transport::executor_type;

    layer(websocket_events& events, transport& below, std::string unread)
        : events_{&events}
        , below_{&below}
        , unread_{std::move(unread)} {}

    [[nodiscard]] executor_type get_executor() const { return below_->executor(); }

    template <class Buffers, class Handler>
    void async_read_some(Buffers const& into, Handler&& handler) {
        if (unread_.empty())
            return below_->async_read_some(into, std::forward<Handler>(handler));
        std::size_t const count = asio::buffer_copy(into, asio::buffer(unread_));
        unread_.erase(0, count);
        asio::post(get_executor(),
                   beast::bind_front_handler(std::forward<Handler>(handler), beast::error_code{}, count));
    }

    template <class Buffers, class Handler>
    void async_write_some(Buffers const& from, Handler&& handler) {
        std::string const bytes = beast::buffers_to_string(from);
        bool const closes = upgraded_ && (static_cast<unsigned char>(bytes.front()) & 0x0fU) == 8;
        upgraded_ = true;
        if (closes)
            events_->send_last(answer_to_close.empty() ? bytes : answer_to_close);
        else
            events_->send_own(bytes);
        using held = held_handler<std::decay_t<Handler>>;
        written_ = std::make_unique<held>(std::forward<Handler>(handler), bytes.size());
        if (closes)
            sent();
    }

    // Never from within: whoever says so may be in the middle of writing.
    void sent() {
        if (!written_)
            return;
        asio::post(get_executor(), [this, connection = keep.lock()] {
            if (auto const next = std::move(written_); next)
                next->run();
        });
    }
    void drop() noexcept { written_.reset(); }

    std::weak_ptr<void> keep;         ///< the connection, which holds this layer
    std::string_view answer_to_close; ///< instead of Beast's; literal

private:
    websocket_events* events_;
    transport* below_;
    std::string unread_;
    std::unique_ptr<continuation> written_;
    bool upgraded_ = false; // what is written first is the answer to the handshake
};

// The connection closes its transport itself, when all is written.
template <class Handler>
void async_teardown(beast::role_type, layer& below, Handler&& handler) {
    asio::post(below.get_executor(), beast::bind_front_handler(std::forward<Handler>(handler), beast::error_code{}));
}
void beast_close_socket(layer&) {}

bool has_token(std::string_view list, std::string_view token) noexcept {
    while (!list.empty()) {
        std::string_view item = list.substr(0, list.find(','));
        list.remove_prefix(std::min(list.size(), item.size() + 1));
        item.remove_prefix(std::min(item.find_first_not_of(" \t"), item.size()));
        item = item.substr(0, item.find_last_not_of(" \t") + 1);
        if (beast::iequals({item.data(), item.size()}, {token.data(), token.size()}))
            return true;
    }
    return false;
}

// RFC 6455, 4.2.1: 16 bytes in base64.
bool is_key(std::string_view text) noexcept {
    auto const digit = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    };
    return text.size() == 24 && text.ends_with("==") && std::all_of(text.begin(), text.end() - 2, digit);
}

// Beast checks texts as they come, but not that the last character is whole when the last frame is empty.
bool ends_within_character(std::string_view text) noexcept {
    std::size_t following = 0;
    while (following < text.size() && (static_cast<unsigned char>(text[text.size() - 1 - following]) & 0xC0U) == 0x80U)
        ++following;
    if (following == text.size())
        return false;
    auto const lead = static_cast<unsigned char>(text[text.size() - 1 - following]);
    std::size_t const wanted = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    return following < wanted;
}

} // namespace

bool wants_websocket(received_request const& request) noexcept {
    return has_token(request.header("upgrade"), "websocket") && has_token(request.header("connection"), "upgrade");
}

std::optional<refusal> websocket_fault(received_request const& request) {
    if (request.method != "GET" || request.http_1_0)
        return refusal{400, "a WebSocket begins with a GET of HTTP/1.1"};
    if (request.header("sec-websocket-version") != "13")
        return refusal{426, "this server speaks version 13 of the WebSocket protocol"};
    if (!is_key(request.header("sec-websocket-key")))
        return refusal{400, "Sec-WebSocket-Key must be 16 bytes in base64"};
    if (!request.body.empty() || !request.header("transfer-encoding").empty())
        return refusal{400, "a request for a WebSocket has no body"};
    return std::nullopt;
}

struct websocket::state {
    state(websocket_events& e, http::transport& below, std::string unread)
        : events{e}
        , stream{e, below, std::move(unread)} {}

    void read(std::shared_ptr<void> keep) {
        stream.async_read(message, [this, keep = std::move(keep)](beast::error_code error, std::size_t) {
            if (stopped)
                return;
            if (error)
                return events.on_end();
            std::string_view const data{static_cast<char const*>(message.cdata().data()), message.size()};
            if (!stream.got_binary() && ends_within_character(data))
                return fail(close_for_bad_text);
            bool const go_on = events.on_message(stream.got_binary(), data);
            message.clear();
            if (message.capacity() > kept_buffer)
                message = beast::flat_buffer{};
            if (go_on && !stopped)
                read(keep);
        });
    }

    void fail(std::string_view close) {
        events.send_last(close);
        events.on_end();
    }

    websocket_events& events;
    beast::websocket::stream<layer, false> stream;
    beast::flat_buffer message;
    bool stopped = false;
};

websocket::websocket(websocket_events& events, http::transport& transport, std::size_t longest_message,
                     std::string unread)
    : state_{std::make_unique<state>(events, transport, std::move(unread))} {
    auto& stream = state_->stream;
    stream.read_message_max(longest_message);
    // The connection has deadlines of its own.
    stream.set_option(beast::websocket::stream_base::timeout{beast::websocket::stream_base::none(),
                                                             beast::websocket::stream_base::none(), false});
    stream.control_callback([s = state_.get()](beast::websocket::frame_type type, beast::string_view) {
        if (type == beast::websocket::frame_type::close)
            s->stream.next_layer().answer_to_close = own_answer_to(s->stream.reason().code);
        if (!s->stopped)
            s->events.on_alive();
    });
}

websocket::~websocket() = default;

void websocket::accept(received_request const& request, std::string_view subprotocol,
                       std::shared_ptr<void> const& keep) {
    namespace http = beast::http;
    http::request<http::empty_body> copy{http::verb::get, {request.target.data(), request.target.size()}, 11};
    for (auto const& [name, value] : request.headers)
        copy.set(name, value);
    auto& stream = state_->stream;
    stream.next_layer().keep = keep;
    stream.set_option(beast::websocket::stream_base::decorator(
        [chosen = std::string{subprotocol}](beast::websocket::response_type& answer) {
            answer.set(http::field::server, "tickhub");
            if (!chosen.empty())
                answer.set(http::field::sec_websocket_protocol, chosen);
        }));
    stream.async_accept(copy, [s = state_.get(), keep](beast::error_code error) {
        if (s->stopped)
            return;
        if (error)
            return s->events.on_end();
        s->read(keep);
    });
}

void websocket::read(std::shared_ptr<void> keep) {
    state_->read(std::move(keep));
}

void websocket::sent() {
    state_->stream.next_layer().sent();
}

void websocket::stop() noexcept {
    state_->stopped = true;
    state_->stream.next_layer().drop();
}

} // namespace tickhub::http
