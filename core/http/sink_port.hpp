// Where a sink and the server meet: the sink calls the C table, the server reports requests and closed connections.
#pragma once

#include "http/intake.hpp"
#include "http/request_data.hpp"

#include <tickhub/abi.h>

#include <memory>

namespace tickhub::http {

class port;

/// What the server tells the owner of a sink. Called by I/O threads, by one at a time for each port: queue and return.
class sink_events {
public:
    virtual ~sink_events() = default;
    /// A request for a mounted path. False when the component can't take it now: the client gets 503, or for an event
    /// stream 200, `retry:` and a close.
    virtual bool on_request(std::unique_ptr<request_data> request) noexcept = 0;
    /// A message of a WebSocket, of which on_messages_wait tells soon. False when the component takes none any more:
    /// the connection is closed.
    virtual bool on_message(std::unique_ptr<message_data> message) noexcept = 0;
    /// The connection was too slow for the deltas of this key, and can take a beginning of it now. At most 16 of a
    /// connection are unanswered. on_messages_wait tells of it, too. False when the component takes none any more.
    virtual bool on_snapshot_wanted(tickhub_connection connection, std::uint64_t key) noexcept = 0;
    /// Once for all messages that one turn of an I/O thread has brought.
    virtual void on_messages_wait() noexcept = 0;
    /// The connection is gone, whoever closed it; its handle means nothing from now on. At most one per connection that
    /// was opened.
    virtual void on_closed(tickhub_connection connection) noexcept = 0;
};

/// One sink instance's share of the server. Destroy it when the instance is stopped, before the server is: its paths
/// are freed, its requests answered 503, its streams told when to come back and closed. Once the destructor has
/// returned, sink_events is not called any more.
class sink_port {
public:
    explicit sink_port(std::shared_ptr<port> port) noexcept;
    ~sink_port();
    sink_port(sink_port const&) = delete;
    sink_port& operator=(sink_port const&) = delete;

    /// The service for the plugin; lives as long as this object. Its functions: [serialised], on the component's
    /// thread.
    [[nodiscard]] tickhub_http const* table() const noexcept;

    /// Around each callback of the sink: what it sends within is handed to the I/O threads in one go. Without these
    /// each call is handed over by itself. [serialised]
    void callback_begins() noexcept;
    void callback_ends() noexcept;

    /// Closes all streams, after what they were sent, and tells them to come back in a while. on_closed follows for
    /// each. [any thread]
    void close_all() noexcept;

private:
    std::shared_ptr<port> port_;
};

} // namespace tickhub::http
