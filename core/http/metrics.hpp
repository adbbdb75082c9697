// What the server counts. Counters are written by one thread each and read by any.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::http {

/// A number with a single writing thread: adding costs no more than for a plain one.
class counter {
public:
    void add(std::uint64_t amount) noexcept {
        value_.store(value_.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
    }
    void subtract(std::uint64_t amount) noexcept {
        value_.store(value_.load(std::memory_order_relaxed) - amount, std::memory_order_relaxed);
    }
    [[nodiscard]] std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

/// One component's streams, at one moment. At a quiescent moment
/// offered + primed + replayed = sent + superseded + dropped_slow + dropped_closed + queued.
struct sink_metrics {
    std::string component;
    std::uint64_t streams = 0;        ///< open now
    std::uint64_t offered = 0;        ///< messages times receivers
    std::uint64_t primed = 0;         ///< current messages that joins asked for
    std::uint64_t replayed = 0;       ///< missed messages that resumes asked for
    std::uint64_t sent = 0;           ///< handed to the kernel
    std::uint64_t superseded = 0;     ///< replaced by a newer one of the same key
    std::uint64_t dropped_slow = 0;   ///< over an outbox's bound; the client got a gap
    std::uint64_t dropped_closed = 0; ///< queued, or sent, when the connection ended
    std::uint64_t queued = 0;
    std::uint64_t received = 0;  ///< messages of WebSockets
    std::uint64_t throttled = 0; ///< times that a WebSocket had to wait, having sent too many messages a second
    std::uint64_t bytes_sent = 0;
    std::uint64_t slow_closes = 0;      ///< streams closed because a strict message didn't fit
    std::uint64_t refused_messages = 0; ///< calls of the sink that break the contract: a bad name, an unknown group
    std::uint64_t refused_joins = 0;    ///< over the bound of subscriptions
    std::uint64_t handover_dropped = 0; ///< messages that no I/O thread took in time
};

/// What a login came to: the password was right or not, the attempt came too soon, or too many came at once.
enum class login_result : std::uint8_t { good, wrong, too_soon, busy };
inline constexpr std::array<std::string_view, 4> login_result_names = {"good", "wrong", "too_soon", "busy"};

/// Which of a listener's limits a client was refused by.
enum class refusal_reason : std::uint8_t { connections, connections_per_address, requests_per_second };
inline constexpr std::array<std::string_view, 3> refusal_reason_names = {"connections", "connections_per_address",
                                                                         "requests_per_second"};

/// Why a connection that waits can't be accepted.
enum class accept_error : std::uint8_t { no_file_descriptor, no_memory, other };
inline constexpr std::array<std::string_view, 3> accept_error_names = {"no_file_descriptor", "no_memory", "other"};

/// What came of a TLS handshake: `failed` by what the client said or can't do, `unfinished` because it left or was
/// slow.
enum class handshake_outcome : std::uint8_t { completed, failed, plain_http, unfinished };
inline constexpr std::array<std::string_view, 4> handshake_outcome_names = {"completed", "failed", "plain_http",
                                                                            "unfinished"};
using handshake_counters = std::array<std::atomic<std::uint64_t>, handshake_outcome_names.size()>;

/// A listener's certificate.
struct certificate_metrics {
    std::string listener;
    std::uint64_t expires = 0; ///< seconds since 1970
};

/// The server as a whole, at one moment.
struct server_metrics {
    std::uint64_t connections = 0; ///< open now
    std::uint64_t accepted = 0;
    std::array<std::uint64_t, accept_error_names.size()> accept_failures{}; ///< by accept_error
    std::uint64_t turned_away = 0;                                          ///< over max_connections, or a full mailbox
    std::array<std::uint64_t, refusal_reason_names.size()> refused{};       ///< by refusal_reason
    std::uint64_t requests = 0;
    std::uint64_t responses[6] = {}; ///< by the status' first digit
    std::uint64_t timeouts = 0;      ///< connections ended by a deadline
    std::uint64_t writes = 0;        ///< system calls that carried stream data
    std::array<std::uint64_t, handshake_outcome_names.size()> tls_handshakes{}; ///< by handshake_outcome
    std::vector<certificate_metrics> certificates;
    std::array<std::uint64_t, login_result_names.size()> logins{}; ///< by login_result
    std::vector<sink_metrics> sinks;
};

} // namespace tickhub::http
