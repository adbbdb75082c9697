// Events and messages as frames: see docs/protocol/sse.md and docs/protocol/websocket.md for what clients are promised.
#pragma once

#include "http/frame_pool.hpp"

#include <chrono>
#include <cstdint>
#include <string_view>

namespace tickhub::http {

/// For whom a frame is made.
enum class forms : std::uint8_t { event_stream = 1, websocket = 2, both = 3 };

[[nodiscard]] constexpr bool includes(forms all, forms one) noexcept {
    return (static_cast<unsigned>(all) & static_cast<unsigned>(one)) != 0;
}
[[nodiscard]] constexpr forms form_for(framing how) noexcept {
    return how == framing::websocket ? forms::websocket : forms::event_stream;
}

/// One event. With a sequence it carries an id, `<epoch in hex>-<sequence>`. A WebSocket gets it as a text message:
/// {"event": name, "id": id, "data": data}, without id when there is none, so that data must be JSON.
struct event_text {
    std::string_view name;
    std::string_view data; ///< may hold line breaks: each line becomes a `data:` line; empty is null to a WebSocket
    std::uint64_t epoch = 0;
    std::uint64_t sequence = 0;
};

/// What a sink says to WebSockets in a form of its own.
struct websocket_message {
    std::string_view topic; ///< [a-z0-9_]; for gaps and metrics
    std::string_view data;
    bool binary = false;
    std::uint64_t sequence = 0; ///< for gaps and resume; the message itself must hold it, if clients are to know it
};

/// What a gap tells of messages that were dropped. first and last are 0 when they had no numbers.
struct loss {
    std::string_view topic;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::uint64_t count = 0;
};

/// [a-z0-9_], 1 to 64 of them.
[[nodiscard]] bool valid_event_name(std::string_view name) noexcept;

[[nodiscard]] frame_ref make_event(frame_pool& pool, event_text const& event, forms which = forms::event_stream);
[[nodiscard]] frame_ref make_gap(frame_pool& pool, loss const& lost, forms which = forms::event_stream);
/// Epoch 0: the sink doesn't number, and there is no id.
[[nodiscard]] frame_ref make_heartbeat(frame_pool& pool, std::uint64_t epoch, std::uint64_t position,
                                       forms which = forms::event_stream);
/// The same event for both, from one that was made for event streams alone.
[[nodiscard]] frame_ref with_both_forms(frame_pool& pool, frame const& event, std::uint64_t epoch);

/// `retry:`, for event streams.
[[nodiscard]] frame_ref make_retry(frame_pool& pool, std::chrono::milliseconds delay);
/// What ends a chunked body; nothing in plain framing.
[[nodiscard]] frame_ref make_end(frame_pool& pool);

/// A message for WebSockets alone.
[[nodiscard]] frame_ref make_message(frame_pool& pool, websocket_message const& message);
[[nodiscard]] frame_ref make_ping(frame_pool& pool);
/// The reason is cut to what a close frame can hold, between characters.
[[nodiscard]] frame_ref make_close(frame_pool& pool, std::uint16_t code, std::string_view reason);

/// Bytes that stand for themselves in every framing: a response's head, a pong.
[[nodiscard]] frame_ref make_raw(frame_pool& pool, std::string_view bytes);

} // namespace tickhub::http
