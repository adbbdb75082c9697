// The C functions of tickhub_http.
#include "http/port.hpp"

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
    return guarded<tickhub_status>(TICKHUB_FAILED,
                                   [&] { return of(context).open_stream(request, *options, *connection); });
}

tickhub_group create_group(void* context) noexcept {
    return of(context).create_group();
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

void close(void* context, tickhub_connection connection) noexcept {
    guarded([&] { of(context).close(connection); });
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
    table.join = join;
    table.leave = leave;
    table.send = send;
    table.broadcast = broadcast;
    table.clear = clear;
    table.close = close;
    return table;
}

sink_port::sink_port(std::shared_ptr<http::port> port) noexcept : port_{std::move(port)} {}

sink_port::~sink_port() {
    guarded([this] { port_->retire(); });
}

tickhub_http const* sink_port::table() const noexcept {
    return port_->table();
}

void sink_port::close_all() noexcept {
    guarded([this] { port_->close_all(); });
}

} // namespace tickhub::http
