// What a sink asks of the I/O threads, on its way to one of them.
#pragma once

#include "http/connection_options.hpp"
#include "http/group_table.hpp"
#include "http/outbox.hpp"

#include <tickhub/abi.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>

namespace tickhub::http {

class port;

enum class command_kind : std::uint8_t {
    respond,
    open,
    join,
    join_with_current,
    leave,
    send,
    broadcast,
    clear,
    close,
    resume_reading, ///< of a WebSocket: the sink has handled what it sent
    close_all,      ///< the sink's streams; their clients are told to come back
    retire          ///< the sink has ended: close_all, and 503 for its requests
};

inline constexpr std::size_t most_groups = 8; // of one broadcast

/// What only the rare commands carry.
struct command_extra {
    unsigned status = 0;
    std::string content_type;
    std::string body;
    connection_options opening{};
    farewell last_words{};
    std::shared_ptr<port> keep_alive; ///< retire is the last that needs the port
};

struct command {
    command_kind kind = command_kind::broadcast;
    http::lane lane = http::lane::control;
    http::delivery delivery = http::delivery::strict;
    std::uint8_t group_count = 0;
    http::port* port = nullptr;
    std::uint64_t connection = 0; ///< or the request; unused by broadcast and clear
    std::uint64_t key = 0;
    frame_ref frame{};
    std::array<group_number, most_groups> groups{};
    std::array<cell_number, most_groups> cells{}; ///< delivery state: the key's cell in each group
    std::unique_ptr<command_extra> extra{};
};

} // namespace tickhub::http
