// The http service in C++: what a sink needs to be a hardened server in few lines. All calls are [serialised].
#pragma once

#include "tickhub/abi.h"
#include "tickhub/host.hpp"
#include "tickhub/roles.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub {

/// A request that awaits its answer; borrowed during on_request.
class request {
public:
    explicit request(tickhub_request const& raw) noexcept : raw_{&raw} {}
    /// Keep it to answer later: it is good for one answer, within 30 s.
    [[nodiscard]] tickhub_request_id id() const noexcept { return raw_->id; }
    /// The number that mount gave for the path.
    [[nodiscard]] std::uint32_t mount() const noexcept { return raw_->mount; }
    [[nodiscard]] std::string_view method() const noexcept { return to_view(raw_->method); }
    [[nodiscard]] std::string_view path() const noexcept { return to_view(raw_->path); }
    [[nodiscard]] std::string_view body() const noexcept { return to_view(raw_->body); }
    [[nodiscard]] std::string_view remote() const noexcept { return to_view(raw_->remote); }
    /// open_websocket may answer it; open_stream may not.
    [[nodiscard]] bool wants_websocket() const noexcept { return raw_->wants_websocket != 0; }
    /// A query parameter, percent-decoded, equal names joined by a comma; nothing when it is absent.
    [[nodiscard]] std::optional<std::string_view> query(std::string_view name) const noexcept {
        return present(raw_->query(raw_->context, to_text(name)));
    }
    /// The names of its query parameters, percent-decoded, in the order given, each once.
    [[nodiscard]] std::vector<std::string_view> query_names() const {
        std::vector<std::string_view> names;
        while (auto const name = present(raw_->query_name(raw_->context, names.size())))
            names.push_back(*name);
        return names;
    }
    /// A header by its name in any case; nothing when it is absent.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const noexcept {
        return present(raw_->header(raw_->context, to_text(name)));
    }
    /// Who has logged in; empty when nobody has.
    [[nodiscard]] std::string_view user() const noexcept { return to_view(raw_->user); }
    [[nodiscard]] role_set roles() const noexcept { return role_set{raw_->roles}; }
    /// The accounts that the user may act for.
    [[nodiscard]] std::vector<std::string_view> accounts() const {
        std::vector<std::string_view> names;
        for (std::uint32_t i = 0; i < raw_->account_count; ++i)
            names.push_back(to_view(raw_->accounts[i]));
        return names;
    }
    /// Whether the listener's access rules let this client have the topic.
    [[nodiscard]] bool may_have(std::string_view topic) const noexcept {
        return raw_->may_have(raw_->context, to_text(topic)) != 0;
    }

private:
    static std::optional<std::string_view> present(tickhub_text text) noexcept {
        if (text.data == nullptr)
            return std::nullopt;
        return to_view(text);
    }
    tickhub_request const* raw_;
};

/// What a WebSocket's client has said; borrowed during on_message.
class websocket_message {
public:
    explicit websocket_message(tickhub_websocket_message const& raw) noexcept : raw_{&raw} {}
    [[nodiscard]] tickhub_connection connection() const noexcept { return raw_->connection; }
    [[nodiscard]] bool binary() const noexcept { return raw_->binary != 0; }
    /// Valid UTF-8 unless binary.
    [[nodiscard]] std::string_view data() const noexcept { return to_view(raw_->data); }

private:
    tickhub_websocket_message const* raw_;
};

enum class lane : std::uint8_t { control = 1, private_ = 2, event = 3, keyed = 4, state = 5 };
enum class delivery : std::uint8_t { state = 1, fast = 2, strict = 3, keyed = 4 };
enum class form : std::uint8_t { event = 0, text = 1, binary = 2 };

/// What is sent to one connection or to groups. See tickhub_message.
struct message {
    std::string_view event; ///< the event's name, [a-z0-9_]
    std::string_view data;  ///< one line of JSON, or what the form says
    tickhub::lane lane = lane::control;
    tickhub::delivery delivery = delivery::strict;
    std::uint64_t key = 0;      ///< delivery::state: what supersedes what; keyed: what follows what
    std::uint64_t sequence = 0; ///< nonzero: the message carries an id
    tickhub::form form = form::event;
    bool begins = false; ///< delivery::keyed: needs none before it
};

struct stream_options {
    std::uint32_t retry_ms = 0;
    std::uint64_t heartbeat = 0; ///< nanoseconds; 0 = 15 s
    std::uint64_t epoch = 0;
    std::uint64_t sequence = 0;
    bool paced = false;   ///< the replay waits for this client
    bool resumes = false; ///< resume follows
};

/// How much of a topic is kept for clients that come back. See tickhub_history.
struct history_options {
    std::uint64_t epoch = 0;
    std::uint64_t count = 0; ///< messages
    std::uint64_t bytes = 0; ///< of their frames
    std::uint64_t age = 0;   ///< nanoseconds; 0 = whatever their age
};

struct websocket_options {
    std::string_view subprotocol;      ///< one that the client offers, or none
    std::uint64_t longest_message = 0; ///< bytes that the client may send at once; 0 = 64 KiB
    std::uint64_t heartbeat = 0;       ///< nanoseconds; 0 = 15 s
    std::uint64_t epoch = 0;
    std::uint64_t sequence = 0;
    bool paced = false;   ///< the replay waits for this client
    bool resumes = false; ///< resume follows
};

/// The http service of one sink.
class http_service {
public:
    explicit http_service(host const& h) : raw_{h.find_service<tickhub_http>(TICKHUB_SERVICE_HTTP)} {
        if (raw_ == nullptr || raw_->struct_size < sizeof(tickhub_http)) {
            throw host_error{TICKHUB_UNKNOWN, "this hub lacks the service " TICKHUB_SERVICE_HTTP};
        }
    }

    /// Routes requests for exactly this path to on_request; from start on. Throws host_error when the path is taken.
    std::uint32_t mount(std::string_view listener, std::string_view path) const {
        std::uint32_t number = 0;
        error_message why;
        auto const status = raw_->mount(raw_->context, to_text(listener), to_text(path), &number, &why.raw);
        if (status != TICKHUB_OK)
            throw host_error{status, std::string{why.text()}};
        return number;
    }
    void respond(tickhub_request_id request, std::uint32_t status, std::string_view content_type,
                 std::string_view body) const noexcept {
        tickhub_response const response{sizeof(tickhub_response), status, to_text(content_type), to_text(body)};
        raw_->respond(raw_->context, request, &response);
    }
    /// Answers with an event stream; nothing when the client is gone already.
    [[nodiscard]] std::optional<tickhub_connection> open_stream(tickhub_request_id request,
                                                                stream_options const& options) const noexcept {
        tickhub_stream_options raw{};
        raw.struct_size = sizeof(raw);
        raw.retry_ms = options.retry_ms;
        raw.heartbeat = options.heartbeat;
        raw.epoch = options.epoch;
        raw.sequence = options.sequence;
        raw.paced = options.paced ? 1 : 0;
        raw.resumes = options.resumes ? 1 : 0;
        tickhub_connection connection = 0;
        if (raw_->open_stream(raw_->context, request, &raw, &connection) != TICKHUB_OK)
            return std::nullopt;
        return connection;
    }
    /// Answers with a WebSocket; nothing when the client is gone already, or the request wants none.
    [[nodiscard]] std::optional<tickhub_connection> open_websocket(tickhub_request_id request,
                                                                   websocket_options const& options) const noexcept {
        tickhub_websocket_options raw{};
        raw.struct_size = sizeof(raw);
        raw.paced = options.paced ? 1 : 0;
        raw.resumes = options.resumes ? 1 : 0;
        raw.heartbeat = options.heartbeat;
        raw.epoch = options.epoch;
        raw.sequence = options.sequence;
        raw.longest_message = options.longest_message;
        raw.subprotocol = to_text(options.subprotocol);
        tickhub_connection connection = 0;
        if (raw_->open_websocket(raw_->context, request, &raw, &connection) != TICKHUB_OK)
            return std::nullopt;
        return connection;
    }
    [[nodiscard]] tickhub_group create_group() const {
        auto const group = raw_->create_group(raw_->context);
        if (group == 0)
            throw host_error{TICKHUB_LIMIT, "this sink has as many groups as the hub allows"};
        return group;
    }
    /// Its state is sent at most once per step and key. Steps are 0, 100, 250, 500 ms, 1, 2 and 5 s.
    [[nodiscard]] tickhub_group create_throttled_group(std::chrono::nanoseconds step) const {
        auto const group = raw_->create_throttled_group(raw_->context, static_cast<std::uint64_t>(step.count()));
        if (group == 0)
            throw host_error{TICKHUB_LIMIT, "there is no such throttle step, or this sink has as many groups as the "
                                            "hub allows"};
        return group;
    }
    enum class join_with { only_new, current };
    void join(tickhub_connection connection, tickhub_group group, join_with what) const noexcept {
        raw_->join(raw_->context, connection, group, what == join_with::current ? 1 : 0);
    }
    void leave(tickhub_connection connection, tickhub_group group) const noexcept {
        raw_->leave(raw_->context, connection, group);
    }
    void send(tickhub_connection connection, message const& m) const noexcept {
        auto const raw = to_raw(m);
        raw_->send(raw_->context, connection, &raw);
    }
    /// At most 64 groups; a connection in several of them gets it once.
    void broadcast(std::span<tickhub_group const> groups, message const& m) const noexcept {
        auto const raw = to_raw(m);
        raw_->broadcast(raw_->context, groups.data(), static_cast<std::uint32_t>(groups.size()), &raw);
    }
    void clear(tickhub_group group) const noexcept { raw_->clear(raw_->context, group); }
    void close(tickhub_connection connection) const noexcept { raw_->close(raw_->context, connection); }
    /// With a code of RFC 6455, or one from 3000 to 4999. False when there is no such code, or the reason isn't UTF-8.
    bool close_websocket(tickhub_connection connection, std::uint32_t code, std::string_view reason) const noexcept {
        return raw_->close_websocket(raw_->context, connection, code, to_text(reason)) == TICKHUB_OK;
    }
    /// Keeps what is broadcast from now on with this event name, in lane event, with a sequence. From start on. Throws
    /// host_error when the hub refuses.
    void keep_history(std::string_view topic, history_options const& how) const {
        tickhub_history const raw{sizeof(tickhub_history), 0, how.epoch, how.count, how.bytes, how.age};
        if (auto const status = raw_->keep_history(raw_->context, to_text(topic), &raw); status != TICKHUB_OK)
            throw host_error{status, "no history is kept of " + std::string{topic}};
    }
    /// Once, after the joins of a connection that was opened with `resumes`: sends `event: resume`, and what was
    /// missed. At most 64 topics. See tickhub_http.
    void resume(tickhub_connection connection, std::string_view last_event_id,
                std::span<std::string_view const> topics) const noexcept {
        std::array<tickhub_text, 64> raw{};
        auto const count = std::min(topics.size(), raw.size());
        std::transform(topics.begin(), topics.begin() + static_cast<std::ptrdiff_t>(count), raw.begin(),
                       [](std::string_view topic) { return to_text(topic); });
        raw_->resume(raw_->context, connection, to_text(last_event_id), raw.data(), static_cast<std::uint32_t>(count));
    }

private:
    static tickhub_message to_raw(message const& m) noexcept {
        return {sizeof(tickhub_message),
                static_cast<std::uint8_t>(m.lane),
                static_cast<std::uint8_t>(m.delivery),
                static_cast<std::uint8_t>(m.form),
                static_cast<std::uint8_t>(m.begins ? 1 : 0),
                to_text(m.event),
                to_text(m.data),
                m.key,
                m.sequence};
    }
    tickhub_http const* raw_;
};

} // namespace tickhub
