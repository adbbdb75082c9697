// The hub's HTTP server: listeners, I/O threads, and the ports that sinks are served through.
#pragma once

#include "http/authority.hpp"
#include "http/certificate_news.hpp"
#include "http/metrics.hpp"
#include "http/options.hpp"
#include "http/sink_port.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::http {

class certificate_keeper;
class io_thread;
class listener;
struct site;

/// What binding an address came to.
struct listen_result {
    std::uint16_t port = 0; ///< the port that is bound
    std::string error;      ///< empty, or why not, e.g. "127.0.0.1:8080 is in use by another program"
};

/// A text that the hub itself answers with.
struct own_answer {
    unsigned status = 200;
    std::string content_type = "text/plain; charset=utf-8";
    std::string body;
};

/// A listener can't accept clients that wait; it goes on trying, once a second in the end.
struct accept_failure {
    std::string_view listener;
    accept_error error = accept_error::other;
    std::string text;        ///< the system's, e.g. "Too many open files"
    std::uint64_t times = 0; ///< since the last that was told
};

/// Every listener answers /healthz (200 while the server runs), /readyz and /metrics by itself, then its files, then
/// what sinks have mounted. Order of life: construct, listen, make_port…, start, drain, stop. [control] unless said.
class server {
public:
    using clock = std::chrono::steady_clock;

    explicit server(server_options const& options);
    /// Stops.
    ~server();
    server(server const&) = delete;
    server& operator=(server const&) = delete;

    /// Binds the address and loads the listener's files. Nothing is accepted before start, but clients that connect
    /// wait. The names of listeners differ.
    [[nodiscard]] listen_result listen(listener_options const& options);

    /// Users can log in: at /login, /logout and /renew of every listener. Before start.
    void use_authentication(auth_options const& options, authority::wall_clock now = {}, password_check check = {});
    /// The users and keys from now on: connections whose token these end are closed at once. Needs use_authentication.
    /// [any thread]
    void set_users(std::vector<user_record> users, std::vector<token_key> keys);

    /// A port for one instance of a sink; `events` outlives it. Mounting needs the listeners. Before the server ends
    /// all ports have ended. [any thread]
    [[nodiscard]] std::unique_ptr<sink_port> make_port(std::string_view component, sink_events& events);

    /// Who answers /readyz and /metrics. Set before start; called by I/O threads: be quick.
    void answer_ready_by(std::function<own_answer()> answer);
    void answer_metrics_by(std::function<std::string()> text);
    /// Called once, by an I/O thread, when the first client has joined a group (start: on_client). Set before start.
    void call_on_first_join(std::function<void()> callback);

    /// Called by an I/O thread, for each listener at once and then at most once a minute. Set before start.
    void call_on_accept_failure(std::function<void(accept_failure const&)> callback);

    /// Called when a listener's certificate was replaced, could not be, or is near its end. Set before start; called by
    /// a thread of its own.
    void call_on_certificate_news(std::function<void(certificate_news const&)> callback);
    /// Looks at the files of certificates now, and loads those that have changed; it would be done within seconds
    /// anyway. Says whether there are any.
    bool reload_certificates();

    /// Accepts and serves.
    void start();
    /// Accepts no more, finishes responses, sends streams away with a farewell, and flushes. True when every connection
    /// has ended before the deadline. Call it when nothing sends any more.
    bool drain(clock::time_point deadline);
    /// Ends what is left at once and joins the threads. Twice is fine. No callback is made once it has returned.
    void stop() noexcept;

    /// pace: clients. True when every paced stream has room for what one more event may bring, so that nothing would be
    /// superseded or dropped. [any thread]
    [[nodiscard]] bool paced_clients_ready() const noexcept;
    /// Waits for that; streams that aren't ready at the deadline lose their pacing, and get their class's treatment
    /// from then on. Returns how many lost it. [any thread]
    std::uint64_t wait_for_paced_clients(clock::time_point deadline);
    /// Waits until paced streams have been sent everything (before feed_status: ended). False at the deadline. [any
    /// thread]
    bool wait_until_paced_clients_have_all(clock::time_point deadline);

    /// [any thread]
    [[nodiscard]] server_metrics metrics() const;

private:
    std::unique_ptr<site> site_;
    std::vector<std::unique_ptr<io_thread>> threads_;
    std::vector<std::shared_ptr<listener>> listeners_;
    std::unique_ptr<certificate_keeper> keeper_;
    bool accepting_ = false;
};

} // namespace tickhub::http
