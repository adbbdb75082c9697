// The settings of admin_notifier: how they are declared, and what the running plugin sees of them.
#pragma once

#include <tickhub/manifest.hpp>
#include <tickhub/settings.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace tickhub::admin_notifier {

inline constexpr declaration declarations[] = {
    {.name = "listener",
     .type = type::listener,
     .doc =
         "Where the stream is served. Until users can log in, anyone who reaches it can read it: keep it on loopback.",
     .required = true},
    {.name = "path",
     .type = type::url_path,
     .doc = "The stream's path on the listener.",
     .by_default = "/admin/stream"},
    {.name = "history",
     .type = type::integer,
     .doc = "How many notices are kept for clients that connect, or come back. They take at most 128 KiB.",
     .by_default = "100",
     .min = "0",
     .max = "500"},
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
};

inline constexpr tickhub::manifest manifest = {
    .name = "admin_notifier",
    .version = "1.0.0",
    .doc = "Carries the hub's own notices to operators as server-sent events.",
    .settings = declarations,
};

struct settings {
    std::string listener;
    std::string path;
    std::size_t history = 0;     ///< notices
    std::uint64_t heartbeat = 0; ///< nanoseconds
    std::uint32_t retry_ms = 0;
};

/// Refuses a path that can't be mounted. Only in the constructor.
[[nodiscard]] settings read_settings(setting root);

} // namespace tickhub::admin_notifier
