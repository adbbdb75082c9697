// What a server sends, taken apart by its lengths alone: looking at every byte would make the clients the bottleneck.
#pragma once

#include "tools/stream_socket.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bench {

namespace detail {

// The size of the first chunk's or frame's head and of what it carries; head 0 when it has not come whole.
struct measured_frame {
    std::size_t head = 0;
    std::size_t payload = 0;
    std::size_t tail = 0;
};

inline measured_frame measure_chunk(std::string_view bytes) {
    auto const line = bytes.substr(0, 12).find("\r\n");
    if (line == std::string_view::npos)
        return {};
    std::size_t size = 0;
    std::from_chars(bytes.data(), bytes.data() + line, size, 16);
    return {line + 2, size, 2};
}

inline measured_frame measure_websocket_frame(std::string_view bytes) {
    if (bytes.size() < 2)
        return {};
    auto const first = static_cast<unsigned char>(bytes[1]);
    std::size_t const extra = first == 126 ? 2 : first == 127 ? 8 : 0;
    if (bytes.size() < 2 + extra)
        return {};
    std::size_t size = extra == 0 ? first : 0;
    for (std::size_t i = 0; i != extra; ++i)
        size = size << 8 | static_cast<unsigned char>(bytes[2 + i]);
    return {2 + extra, size, 0};
}

} // namespace detail

/// Calls `take` with each whole payload: an event with its lines, or a message. Returns how many bytes that were.
template <class Take>
std::size_t walk(std::string_view bytes, wire how, Take take) {
    std::size_t done = 0;
    for (;;) {
        std::string_view const left = bytes.substr(done);
        auto const frame =
            how == wire::event_stream ? detail::measure_chunk(left) : detail::measure_websocket_frame(left);
        std::size_t const size = frame.head + frame.payload + frame.tail;
        if (frame.head == 0 || left.size() < size)
            return done;
        take(left.substr(frame.head, frame.payload));
        done += size;
    }
}

/// The event's name, as both forms have it in the same place.
[[nodiscard]] inline std::string_view event_of(std::string_view payload, wire how) {
    std::size_t const begin = how == wire::event_stream ? 7 : 10; // event: NAME\n and {"event":"NAME"
    if (payload.size() < begin)
        return {};
    return payload.substr(begin, payload.find_first_of("\"\n", begin) - begin);
}

/// The number after the last `name` of a payload; 0 without.
[[nodiscard]] inline std::uint64_t number_after(std::string_view payload, std::string_view name) {
    std::uint64_t number = 0;
    auto const at = payload.rfind(name);
    if (at != std::string_view::npos)
        std::from_chars(payload.data() + at + name.size(), payload.data() + payload.size(), number);
    return number;
}

/// The last number in the payload: that is where the senders put the time.
[[nodiscard]] inline std::uint64_t last_number(std::string_view payload) {
    auto const end = payload.find_last_of("0123456789") + 1;
    auto begin = end;
    while (begin != 0 && payload[begin - 1] >= '0' && payload[begin - 1] <= '9')
        --begin;
    std::uint64_t number = 0;
    std::from_chars(payload.data() + begin, payload.data() + end, number);
    return number;
}

} // namespace bench
