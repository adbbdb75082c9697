// What an operator can set about listeners and about the server as a whole. Every bound and every wait has its number
// here.
#pragma once

#include "http/access_rules.hpp"
#include "http/tls_files.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tickhub::http {

/// A file that a listener serves at exactly `path`. It is read once, when the listener is bound.
struct static_file {
    std::string path; ///< as in the URL, e.g. "/"
    std::filesystem::path file;
};

/// One address where the hub serves HTTP.
struct listener_options {
    std::string name;
    std::string address = "127.0.0.1"; ///< numeric, IPv4 or IPv6
    std::uint16_t port = 0;            ///< 0: the system chooses
    std::vector<static_file> files;
    std::optional<tls_files> tls;             ///< speaks TLS with these, and nothing else
    std::vector<std::string> allowed_origins; ///< pages from there may use it: "https://desk.example"
    std::vector<access_rule> access;

    std::size_t max_connections = 10'000;    ///< over it: 503, or for event streams 200, `retry:` and a close
    std::size_t connections_per_address = 0; ///< the same for more from one address, or IPv6 /64; 0: no limit
    std::uint32_t requests_per_second = 0;   ///< of such an address; over it 429; 0: no limit
    std::uint32_t messages_per_second = 0;   ///< of a WebSocket: it is read from no faster; 0: no limit
    std::size_t header_limit = 8 * 1024;     ///< bytes of request line and headers; over it 431
    std::size_t target_limit = 4 * 1024;     ///< bytes of the URL; over it 414
    std::size_t body_limit = 64 * 1024;      ///< bytes; over it 413

    /// For a TLS handshake, and for a whole request, however it trickles.
    std::chrono::nanoseconds header_timeout = std::chrono::seconds{10};
    std::chrono::nanoseconds idle_timeout = std::chrono::seconds{60};    ///< between requests of one connection
    std::chrono::nanoseconds answer_timeout = std::chrono::seconds{30};  ///< for the sink's answer; then 504
    std::chrono::nanoseconds write_timeout = std::chrono::seconds{30};   ///< for the client to take a response
    std::chrono::nanoseconds peer_timeout = std::chrono::seconds{30};    ///< TCP_USER_TIMEOUT: half-open peers
    std::chrono::nanoseconds closing_timeout = std::chrono::seconds{30}; ///< for the rest of a stream that is closed

    /// Streams that are written to more often than this are flushed together, once per this time; 0 = at once.
    std::chrono::nanoseconds coalesce = std::chrono::milliseconds{5};
    int send_buffer = 256 * 1024; ///< SO_SNDBUF: a slow client must show in its outbox, not hide in the kernel
    int unsent_limit = 64 * 1024; ///< TCP_NOTSENT_LOWAT: the socket takes no more while as much has not been sent
};

/// The bounds of one connection's outbox. The messages of the lanes control, private, event and keyed share them.
struct outbox_limits {
    std::size_t bytes = 256 * 1024;
    std::size_t frames = 1024;
    std::size_t subscriptions = 8192; ///< groups that one connection may have joined
};

struct server_options {
    unsigned io_threads = 1;
    outbox_limits outbox;
    /// Clients that are turned away or sent home are told to come back after a random time up to this.
    std::chrono::milliseconds max_reconnect_delay = std::chrono::seconds{30};
    /// Commands (broadcasts, joins …) that may wait for one I/O thread. Over it the calling component pays: its thread
    /// waits up to handover_wait, then the message is dropped and counted. Joins and closes are never dropped.
    std::size_t handover_commands = 16 * 1024;
    std::size_t handover_bytes = 32 * 1024 * 1024;
    std::chrono::nanoseconds handover_wait = std::chrono::seconds{5};
    /// How often certificates are looked at; changed ones are loaded when they have stayed the same for as long.
    std::chrono::nanoseconds certificate_check = std::chrono::seconds{1};
};

} // namespace tickhub::http
