// The reading side of a WebSocket (RFC 6455), by Boost.Beast: handshake, messages, and what the protocol answers by
// itself. What is sent goes through the connection's outbox.
#pragma once

#include "http/request_reader.hpp"
#include "http/transport.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tickhub::http {

/// The request asks for a WebSocket.
[[nodiscard]] bool wants_websocket(received_request const& request) noexcept;
/// Why a request that asks for one can't have it.
[[nodiscard]] std::optional<refusal> websocket_fault(received_request const& request);

/// What a WebSocket tells the connection that it belongs to.
class websocket_events {
public:
    virtual ~websocket_events() = default;
    /// A whole message, valid UTF-8 when it is a text; borrowed. Says whether to go on at once, else read() does.
    [[nodiscard]] virtual bool on_message(bool binary, std::string_view data) = 0;
    /// The peer is there: it has answered a ping, or asked for an answer.
    virtual void on_alive() = 0;
    /// The protocol's own bytes: the handshake, a pong, the answer to a close.
    virtual void send_own(std::string_view bytes) = 0;
    /// The last bytes: the close frame that answers one, or tells what the peer did wrong. Nothing may be sent behind.
    virtual void send_last(std::string_view bytes) = 0;
    /// Nothing more will be read.
    virtual void on_end() = 0;
};

/// By its I/O thread alone.
class websocket {
public:
    /// Both outlive it; `keep` holds them while something is under way. `unread` came behind the request.
    websocket(websocket_events& events, http::transport& transport, std::size_t longest_message, std::string unread);
    ~websocket();

    /// Answers the request, which has no fault, and reads on.
    void accept(received_request const& request, std::string_view subprotocol, std::shared_ptr<void> const& keep);
    void read(std::shared_ptr<void> keep);
    /// What send_own was given has left. Until then nothing is read, so that pings can't fill the outbox.
    void sent();
    /// Lets go of what it holds; nothing is called any more.
    void stop() noexcept;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace tickhub::http
