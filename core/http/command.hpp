// What a sink asks of the I/O threads, on its way to one of them.
#pragma once

#include "http/connection_options.hpp"
#include "http/group_table.hpp"
#include "http/outbox.hpp"
#include "http/throttle.hpp"

#include <tickhub/abi.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

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
    keyed_lost,  ///< a broadcast of delivery keyed that did not get in
    answer_lost, ///< a key's beginning that did not get in
    clear,
    throttle, ///< the group is a throttled one
    keep_history,
    resume,
    close,
    resume_reading, ///< of a WebSocket: the sink has handled what it sent
    close_all,      ///< the sink's streams; their clients are told to come back
    retire          ///< the sink has ended: close_all, and 503 for its requests
};

inline constexpr std::size_t few_groups = 8;   // of one broadcast, that its command holds by itself
inline constexpr std::size_t most_groups = 64; // of one broadcast

/// A topic that a client wants to know about when it comes back.
struct resumed_topic {
    std::string name;
    topic_number number = not_kept;
};

/// What only the rare commands carry.
struct command_extra {
    unsigned status = 0;
    std::string content_type;
    std::string body;
    connection_options opening{};
    farewell last_words{};
    std::string topic{}; ///< keep_history
    history_limits limits{};
    throttle_step step = throttle_step::none;
    std::optional<std::uint64_t> position{}; ///< resume: the number of the last event that the client has
    std::vector<resumed_topic> topics{};
    std::array<group_number, most_groups> groups{}; ///< when the command's own don't suffice
    std::array<cell_number, most_groups> cells{};
    std::shared_ptr<port> keep_alive; ///< retire is the last that needs the port
};

struct command {
    command_kind kind = command_kind::broadcast;
    http::lane lane = http::lane::control;
    http::delivery delivery = http::delivery::strict;
    std::uint8_t group_count = 0;
    bool begins = false; ///< delivery keyed: needs nothing before it
    topic_number kept = not_kept;
    http::port* port = nullptr;
    std::uint64_t connection = 0; ///< or the request; unused by broadcast and clear
    std::uint64_t key = 0;
    frame_ref frame{};
    std::array<group_number, few_groups> few{}; ///< see groups
    std::array<cell_number, few_groups> few_cells{};
    std::unique_ptr<command_extra> extra{};

    /// Of a broadcast, for one more I/O thread.
    [[nodiscard]] command copy() const {
        command made{kind, lane, delivery, group_count, begins, kept, port, connection, key, frame, few, few_cells, {}};
        if (group_count > few_groups) {
            made.extra = std::make_unique<command_extra>();
            made.extra->groups = extra->groups;
            made.extra->cells = extra->cells;
        }
        return made;
    }

    [[nodiscard]] std::span<group_number> groups() noexcept {
        return {group_count <= few_groups ? few.data() : extra->groups.data(), group_count};
    }
    /// Delivery state and keyed: the key's cell in each group.
    [[nodiscard]] std::span<cell_number> cells() noexcept {
        return {group_count <= few_groups ? few_cells.data() : extra->cells.data(), group_count};
    }
};

} // namespace tickhub::http
