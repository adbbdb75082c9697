// The first event of every stream: who speaks, and since when.
#pragma once

#include "tickhub/json.hpp"

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace tickhub {

/// The protocol that the streams and sessions of this hub speak.
inline constexpr std::string_view protocol_name = "tickhub.v1";

/// Appends the data of `event: hello`. server_time is the market's: that of a replay while one is played; while it is
/// 0, before a replay's first event, it is left out. [any thread]
inline void append_hello(std::string& out, std::uint64_t epoch, tickhub_timestamp server_time) {
    char hex[16];
    auto const end = std::to_chars(hex, hex + sizeof(hex), epoch, 16).ptr;
    append_json(out, [&](json_writer& json) {
        json.begin_object();
        json.key("protocol").string(protocol_name);
        json.key("epoch").string({hex, static_cast<std::size_t>(end - hex)});
        if (server_time != 0)
            json.key("server_time").time(timestamp{server_time});
        json.end_object();
    });
}

} // namespace tickhub
