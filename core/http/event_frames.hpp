// Server-sent events as frames: see docs/protocol/sse.md for what clients are promised.
#pragma once

#include "http/frame_pool.hpp"

#include <chrono>
#include <cstdint>
#include <string_view>

namespace tickhub::http {

/// One event of a stream. With a sequence it carries `id: <epoch in hex>-<sequence>`.
struct event_text {
    std::string_view name;
    std::string_view data; ///< may hold line breaks: each line becomes a `data:` line
    std::uint64_t epoch = 0;
    std::uint64_t sequence = 0;
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

[[nodiscard]] frame_ref make_event(frame_pool& pool, event_text const& event);
[[nodiscard]] frame_ref make_gap(frame_pool& pool, loss const& lost);
/// `id` may be empty (epoch 0: the sink doesn't number).
[[nodiscard]] frame_ref make_heartbeat(frame_pool& pool, std::uint64_t epoch, std::uint64_t position);
[[nodiscard]] frame_ref make_retry(frame_pool& pool, std::chrono::milliseconds delay);
/// Bytes that are no chunk in either framing: a response's head.
[[nodiscard]] frame_ref make_raw(frame_pool& pool, std::string_view bytes);
/// What ends a chunked body; nothing in plain framing.
[[nodiscard]] frame_ref make_end(frame_pool& pool);

} // namespace tickhub::http
