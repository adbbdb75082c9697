// The C functions of tickhub_http.
#include "http/port.hpp"
#include "http/utf8.hpp"

#include <algorithm>
#include <cstring>
#include <exception>
#include <string>
#include <string_view>

namespace tickhub::http {

namespace {

std::string_view view(tickhub_text text) noexcept {
    return text.data == nullptr ? std::string_view{} : std::string_view{text.data, text.size};
}

void explain(tickhub_error* error, std::string_view text) noexcept {
    if (error == nullptr || error->data == nullptr)
        return;
    error->size = std::min<std::uint64_t>(text.size(), error->capacity);
    std::memcpy(error->data, text.data(), error->size);
}

// No exception may cross the border; all that can be thrown here is a lack of memory.
template <class Result, class Call>
Result guarded(Result failed, Call call) noexcept {
    try {
        return call();
    } catch (std::exception const&) {
        return failed;
    }
}

template <class Call>
void guarded(Call call) noexcept {
    try {
        call();
    } catch (std::exception const&) {
    }
}

constexpr std::uint64_t usual_websocket_message = 64 * 1024;
constexpr std::uint64_t longest_websocket_message = 16 * 1024 * 1024;

// RFC 9110, 5.6.2: what a header's value may name a subprotocol with.
bool is_token_or_empty(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
    });
}

// What an endpoint may send: RFC 6455, 7.4, and the registry's later codes.
bool is_close_code(std::uint32_t code) noexcept {
    return (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006) ||
           (code >= 3000 && code <= 4999);
}

port& of(void* context) noexcept {
    return *static_cast<port*>(context);
}

tickhub_status mount(void* context, tickhub_text listener, tickhub_text path, std::uint32_t* number,
                     tickhub_error* error) noexcept {
    return guarded<tickhub_status>(TICKHUB_FAILED, [&] {
        std::string why;
        auto const status = of(context).mount(view(listener), view(path), *number, why);
        if (status != TICKHUB_OK)
            explain(error, why);
        return status;
    });
}

tickhub_status respond(void* context, tickhub_request_id request, tickhub_response const* response) noexcept {
    return guarded<tickhub_status>(TICKHUB_FAILED, [&] { return of(context).respond(request, *response); });
}

tickhub_status open_stream(void* context, tickhub_request_id request, tickhub_stream_options const* options,
                           tickhub_connection* connection) noexcept {
    return guarded<tickhub_status>(TICKHUB_FAILED, [&]() -> tickhub_status {
        if (options->struct_size < sizeof(tickhub_stream_options))
            return TICKHUB_INVALID;
        connection_options opening;
        if (options->heartbeat != 0)
            opening.heartbeat = std::chrono::nanoseconds{options->heartbeat};
        opening.retry = std::chrono::milliseconds{options->retry_ms};
        opening.epoch = options->epoch;
        opening.sequence = options->sequence;
        opening.paced = options->paced != 0;
        opening.resumes = options->resumes != 0;
        return of(context).open(request, std::move(opening), *connection);
    });
}

tickhub_status open_websocket(void* context, tickhub_request_id request, tickhub_websocket_options const* options,
                              tickhub_connection* connection) noexcept {
    return guarded<tickhub_status>(TICKHUB_FAILED, [&]() -> tickhub_status {
        if (options->struct_size < sizeof(tickhub_websocket_options) ||
            options->longest_message > longest_websocket_message || !is_token_or_empty(view(options->subprotocol)))
            return TICKHUB_INVALID;
        connection_options opening;
        if (options->heartbeat != 0)
            opening.heartbeat = std::chrono::nanoseconds{options->heartbeat};
        opening.epoch = options->epoch;
        opening.sequence = options->sequence;
        opening.paced = options->paced != 0;
        opening.resumes = options->resumes != 0;
        std::size_t const longest = options->longest_message == 0 ? usual_websocket_message : options->longest_message;
        opening.websocket = {std::string{view(options->subprotocol)}, longest};
        return of(context).open(request, std::move(opening), *connection);
    });
}

tickhub_group create_group(void* context) noexcept {
    return of(context).create_group(throttle_step::none);
}

tickhub_group create_throttled_group(void* context, std::uint64_t step) noexcept {
    return guarded<tickhub_group>(0, [&]() -> tickhub_group {
        auto const known = throttle_step_of(step);
        return known ? of(context).create_group(*known) : 0;
    });
}

void join(void* context, tickhub_connection connection, tickhub_group group, std::uint32_t with_current) noexcept {
    guarded([&] {
        of(context).membership(with_current != 0 ? command_kind::join_with_current : command_kind::join, connection,
                               group);
    });
}

void leave(void* context, tickhub_connection connection, tickhub_group group) noexcept {
    guarded([&] { of(context).membership(command_kind::leave, connection, group); });
}

void send(void* context, tickhub_connection connection, tickhub_message const* message) noexcept {
    guarded([&] { of(context).send(connection, *message); });
}

void broadcast(void* context, tickhub_group const* groups, std::uint32_t count,
               tickhub_message const* message) noexcept {
    guarded([&] { of(context).broadcast(groups, count, *message); });
}

void clear(void* context, tickhub_group group) noexcept {
    guarded([&] { of(context).clear(group); });
}

tickhub_status keep_history(void* context, tickhub_text topic, tickhub_history const* how) noexcept {
    return guarded<tickhub_status>(TICKHUB_FAILED, [&] { return of(context).keep_history(view(topic), *how); });
}

void resume(void* context, tickhub_connection connection, tickhub_text last_event_id, tickhub_text const* topics,
            std::uint32_t count) noexcept {
    guarded([&] { of(context).resume(connection, view(last_event_id), topics, count); });
}

void close(void* context, tickhub_connection connection) noexcept {
    guarded([&] { of(context).close(connection, {}); });
}

tickhub_status close_websocket(void* context, tickhub_connection connection, std::uint32_t code,
                               tickhub_text reason) noexcept {
    return guarded<tickhub_status>(TICKHUB_FAILED, [&]() -> tickhub_status {
        if (!is_close_code(code) || !valid_utf8(view(reason)))
            return TICKHUB_INVALID;
        of(context).close(connection, {.code = static_cast<std::uint16_t>(code), .reason = std::string{view(reason)}});
        return TICKHUB_OK;
    });
}

} // namespace

tickhub_http make_table(port& port) noexcept {
    tickhub_http table{};
    table.struct_size = sizeof(table);
    table.context = &port;
    table.mount = mount;
    table.respond = respond;
    table.open_stream = open_stream;
    table.create_group = create_group;
    table.create_throttled_group = create_throttled_group;
    table.join = join;
    table.leave = leave;
    table.send = send;
    table.broadcast = broadcast;
    table.clear = clear;
    table.close = close;
    table.open_websocket = open_websocket;
    table.close_websocket = close_websocket;
    table.keep_history = keep_history;
    table.resume = resume;
    return table;
}

sink_port::sink_port(std::shared_ptr<http::port> port) noexcept : port_{std::move(port)} {}

sink_port::~sink_port() {
    guarded([this] { port_->retire(); });
}

tickhub_http const* sink_port::table() const noexcept {
    return port_->table();
}

void sink_port::callback_begins() noexcept {
    port_->callback_begins();
}

void sink_port::callback_ends() noexcept {
    guarded([this] { port_->callback_ends(); });
}

void sink_port::close_all() noexcept {
    guarded([this] { port_->close_all(); });
}

} // namespace tickhub::http
