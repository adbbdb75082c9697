// A checked configuration: what the hub is built from. Everything in it is final; nothing refers to YAML any more.
#pragma once

#include "config/catalogue.hpp"
#include "config/manifest.hpp"
#include "config/settings_tree.hpp"
#include "config/source.hpp"
#include "config/span.hpp"

#include <tickhub/roles.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tickhub::config {

enum class start_mode { immediately, on_client };
enum class log_level { debug, info, warning, error };
enum class log_format { text, json };

/// How often a failing component is started again before the hub gives up on it.
struct restart_budget {
    std::uint32_t budget = 5;
    std::chrono::nanoseconds within = std::chrono::minutes{1};
};

struct log_options {
    log_level level = log_level::info;
    log_format format = log_format::text;
};

/// What a listener speaks TLS with; both existed when checked.
struct listener_tls {
    std::filesystem::path certificate;
    std::filesystem::path key;
    span certificate_where;
    span key_where;
};

/// Who may have what is served at a path of a listener.
struct access_rule {
    std::string path;                ///< `/stream`; or `/admin/*`, which means /admin and all below it
    std::vector<std::string> topics; ///< empty: the rule is about the path itself
    role_set roles;                  ///< one of them is needed; empty: anyone
    span where;

    friend bool operator==(access_rule const& a, access_rule const& b) {
        return a.path == b.path && a.topics == b.topics && a.roles == b.roles;
    }
};

struct listener {
    std::string name;
    std::string host;       ///< an IPv4 or IPv6 address, without brackets
    std::uint16_t port = 0; ///< 0: any free one
    std::uint32_t max_connections = 10'000;
    std::chrono::nanoseconds header_timeout = std::chrono::seconds{10}; ///< for a request to arrive
    std::chrono::nanoseconds idle_timeout = std::chrono::seconds{60};   ///< between requests of a connection
    std::chrono::nanoseconds write_timeout = std::chrono::seconds{30};  ///< for a client to take some of a response
    std::uint64_t body_limit = 64 * 1024;                               ///< bytes of a request's body
    std::chrono::nanoseconds coalesce = std::chrono::milliseconds{5};   ///< 0: streams are flushed at once
    std::uint32_t connections_per_address = 1000;                       ///< 0: no limit; so the next two
    std::uint32_t requests_per_second = 1000;                           ///< of an address
    std::uint32_t messages_per_second = 1000;                           ///< of a WebSocket
    std::map<std::string, std::filesystem::path> files; ///< static files by URL path; each existed when checked
    std::optional<listener_tls> tls;                    ///< without, it speaks plain HTTP
    std::vector<std::string> allowed_origins;           ///< `https://desk.example`, in lower case
    std::vector<access_rule> access; ///< no two about the same; the one for /admin/* is there when users are
    span where;
};

/// The bound of the queue in front of a component.
struct inbox_limits {
    std::uint64_t records = 65'536;
    std::uint64_t bytes = 16 * 1024 * 1024;
};

struct component {
    std::string name;
    plugin_kind kind{};
    std::string plugin;
    config::manifest const* declared = nullptr; ///< the plugin's manifest; kept alive by hub_config::plugins
    std::shared_ptr<settings_tree> settings;
    inbox_limits inbox;
    std::string prefix; ///< of a feed: put in front of every symbol that it brings
    bool share = false; ///< of a feed: others may bring the same symbols
    span where;         ///< its name in the file
};

/// Who pays when an inbox is full.
enum class when_full { block, drop_newest, drop_oldest, conflate };

/// One publisher to one target. An entry of `routes:` with lists becomes one of these for every pair.
struct route {
    static constexpr std::size_t hub = static_cast<std::size_t>(-1);

    std::size_t from = hub;           ///< index into components, or `hub` for the hub's own notices
    std::size_t to = 0;               ///< index into components
    std::uint32_t records = 0;        ///< bit n = the record with number n of events.h is carried
    std::vector<std::string> symbols; ///< empty = all; records about no single instrument always pass
    config::when_full policy = when_full::block;
    config::when_full then = when_full::block; ///< of event-class records on a conflating route: block or drop_oldest
    span where;                                ///< the entry of `routes:`
};

/// How people and programs log in.
struct users_options {
    std::filesystem::path file;
    std::chrono::nanoseconds token_lifetime = std::chrono::hours{1};
    std::chrono::nanoseconds session_lifetime = std::chrono::hours{12}; ///< at least token_lifetime
};

struct hub_config {
    std::filesystem::path file;
    std::string name = "tickhub";
    std::optional<std::size_t> clock; ///< the feed whose replay is the market's clock; without it the host's clock is
    start_mode start = start_mode::immediately;
    std::chrono::nanoseconds stop_deadline = std::chrono::seconds{10};
    std::chrono::nanoseconds pace_deadline = std::chrono::seconds{30};
    std::chrono::nanoseconds stuck_after = std::chrono::seconds{10};
    std::uint32_t io_threads = 1; ///< that connections are spread over
    restart_budget restart;
    log_options log;
    std::vector<std::filesystem::path> plugin_folders; ///< absolute

    std::optional<users_options> users; ///< without: nobody can log in, and nothing asks for it
    std::vector<listener> listeners;    ///< in the order of the file
    std::vector<component> components;  ///< feeds, processors, sinks, each in the order of the file
    std::vector<route> routes;

    std::shared_ptr<catalogue const> plugins;
    std::shared_ptr<config::source const> text; ///< for problems found later: text->at(component.where, …)

    /// The secrets to keep out of logs; see masker::mask. [any thread]
    [[nodiscard]] masker const& secrets() const { return text->secrets(); }

    /// `nse -> public`, for messages. [any thread]
    [[nodiscard]] std::string name_of(route const& route) const;
};

} // namespace tickhub::config
