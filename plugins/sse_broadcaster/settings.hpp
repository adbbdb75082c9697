// The settings of sse_broadcaster: how they are declared, and what the running plugin sees of them.
#pragma once

#include "topics.hpp"

#include <tickhub/http.hpp>
#include <tickhub/manifest.hpp>
#include <tickhub/settings.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tickhub::sse_broadcaster {

inline constexpr auto topic_choices = [] {
    std::array<std::string_view, servable_topics.size()> names;
    for (std::size_t i = 0; i < names.size(); ++i)
        names[i] = record_name(servable_topics[i]);
    return names;
}();
inline constexpr std::string_view pace_choices[] = {"none", "clients"};
// Not inline: GCC 12 with -fsanitize=undefined won't compare the address of an inline variable in a constant
// expression.
constexpr declaration topic_declaration = {
    .name = "topic", .type = type::choice, .doc = "A record type.", .choices = topic_choices};

constexpr declaration history_declarations[] = {
    {.name = "count",
     .type = type::integer,
     .doc = "How many records of a topic can be sent again. Eight times as many can still be counted.",
     .by_default = "10000",
     .min = "1",
     .max = "1000000"},
    {.name = "size",
     .type = type::size,
     .doc = "How much memory they may take.",
     .by_default = "8MiB",
     .min = "1KiB",
     .max = "4GiB"},
    {.name = "age",
     .type = type::duration,
     .doc = "How old they may be.",
     .by_default = "15m",
     .min = "1s",
     .max = "7d"},
};

inline constexpr declaration declarations[] = {
    {.name = "listener", .type = type::listener, .doc = "Where the stream is served.", .required = true},
    {.name = "path", .type = type::url_path, .doc = "The stream's path on the listener.", .by_default = "/stream"},
    {.name = "topics",
     .type = type::list,
     .doc = "The record types that clients can subscribe to. Each client also gets `definition`, and of this list "
            "`status`, `feed_status` and `reset`, unasked.",
     .by_default = "[status, feed_status, reset, ticker, trades, bbo, ohlcv, index, movers, news, alert, imbalance, "
                   "corporate_action, statistics]",
     .items = &topic_declaration},
    {.name = "pace",
     .type = type::choice,
     .doc = "`clients` has a replay wait for every client to take every event, up to the hub's `pace_deadline`; "
            "`none` never waits.",
     .by_default = "none",
     .choices = pace_choices},
    {.name = "heartbeat",
     .type = type::duration,
     .doc = "How often a client hears `event: heartbeat`, which page code can see.",
     .by_default = "15s",
     .min = "100ms",
     .max = "5m"},
    {.name = "retry",
     .type = type::duration,
     .doc = "How long a browser waits before it connects again.",
     .by_default = "2s",
     .min = "100ms",
     .max = "5m"},
    {.name = "history",
     .type = type::object,
     .doc = "What is kept, in memory, of each event topic (`trades`, `news` …) for clients that come back.",
     .by_default = "{}",
     .members = history_declarations},
    // 500 symbols in all topics stay below the 8,192 groups that a connection may join.
    {.name = "max_symbols_per_client",
     .type = type::integer,
     .doc = "How many symbols one client may name; without `symbols` it gets them all.",
     .by_default = "500",
     .min = "1",
     .max = "500"},
};

inline constexpr tickhub::manifest manifest = {
    .name = "sse_broadcaster",
    .version = "1.0.0",
    .doc = "Carries public market data to browsers and programs as server-sent events.",
    .settings = declarations,
};

struct settings {
    std::string listener;
    std::string path;
    topic_set topics;            ///< that are served, `definition` always among them
    bool paced = false;          ///< the replay waits for clients
    std::uint64_t heartbeat = 0; ///< nanoseconds
    std::uint32_t retry_ms = 0;
    history_options history;     ///< of each event topic; its epoch is not the settings' matter
    std::size_t max_symbols = 0; ///< that one client may name
};

/// Refuses a path that can't be mounted. Only in the constructor.
[[nodiscard]] settings read_settings(setting root);

} // namespace tickhub::sse_broadcaster
