// A client's socket to a server on 127.0.0.1.
#pragma once

#include <cstdint>
#include <string_view>

namespace bench {

enum class wire : std::uint8_t { event_stream, websocket };

/// From 127.0.0.`source`. -1 when nobody listens.
[[nodiscard]] int try_to_connect(std::uint16_t port, int source, int receive_buffer = 0);
/// Ends the program where that fails.
[[nodiscard]] int connect_to(std::uint16_t port, int source, int receive_buffer = 0);
void send_all(int socket, std::string_view text);
/// Asks for a stream, or for a WebSocket; `more` are header lines, each with its CR LF.
void ask_for(int socket, wire how, std::string_view target, std::string_view more = {});

} // namespace bench
