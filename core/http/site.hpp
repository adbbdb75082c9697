// What all listeners, I/O threads and ports of one server share.
#pragma once

#include "http/access_rules.hpp"
#include "http/auth_gate.hpp"
#include "http/authority.hpp"
#include "http/certificate_news.hpp"
#include "http/file_table.hpp"
#include "http/gate.hpp"
#include "http/metrics.hpp"
#include "http/mounts.hpp"
#include "http/neighbours.hpp"
#include "http/options.hpp"
#include "http/request_reader.hpp"
#include "http/server.hpp"
#include "http/target.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::http {

class certificate_watch;
class command_queue;
class port;

/// Counted by several threads, but seldom.
struct site_counters {
    std::atomic<std::uint64_t> accepted{0};
    std::array<std::atomic<std::uint64_t>, accept_error_names.size()> accept_failures{};
    std::atomic<std::uint64_t> turned_away{0};
    std::array<std::atomic<std::uint64_t>, refusal_reason_names.size()> refused{};
    std::atomic<std::uint64_t> requests{0};
    std::array<std::atomic<std::uint64_t>, 6> responses{};
    std::atomic<std::uint64_t> timeouts{0};
    std::atomic<std::uint64_t> writes{0};
    handshake_counters tls_handshakes{};
};

/// A listener's options and files: what answering a request at it needs.
struct place {
    listener_options options;
    file_table files;
    std::shared_ptr<certificate_watch> tls; ///< without, it speaks plain HTTP
    access_rules access;
    std::atomic<std::size_t> connections{0}; ///< open now
    http::neighbours neighbours;
};

struct site {
    server_options options;
    http::mounts mounts;
    std::unique_ptr<authority> auth; ///< null: nobody can log in; complete before start
    std::map<std::string, std::shared_ptr<place>, std::less<>>
        places; ///< by the listener's name; complete before start
    std::function<own_answer()> ready;
    std::function<std::string()> metrics_text;
    std::function<void(accept_failure const&)> accept_failed;
    std::function<void(http::certificate_news const&)> certificate_news;
    std::function<void()> first_join;
    std::atomic<bool> first_join_called{false};
    std::atomic<bool> draining{false};
    gate room;         ///< open: every paced client takes one more event
    gate nothing_left; ///< open: every paced client has been sent everything
    gate nobody;       ///< open: no connection is left
    site_counters counters;
    std::vector<command_queue*> queues; ///< by I/O thread

    std::mutex ports_mutex;
    std::vector<std::weak_ptr<port>> ports; ///< for metrics
};

/// Where a request leads: to an answer that is known at once, to a sink, or to the password worker.
struct decision {
    response answer; ///< unless `to` or `admitted.login` is set
    std::shared_ptr<mount_point> to;
    http::target target;
    admission admitted; ///< its answer has become `answer`
};

/// The gate, then the hub's own paths, then the listener's files, then the mounts. [any thread]
[[nodiscard]] decision decide(site const& site, place const& place, received_request const& request,
                              visitor const& from);

/// /healthz, /readyz, /metrics, /login, /logout, /renew: no sink and no file can have these.
[[nodiscard]] bool own_path(std::string_view path) noexcept;

} // namespace tickhub::http
