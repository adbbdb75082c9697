#include "fan_out/hub_server.hpp"

#include "tools/clock.hpp"

#include <tickhub/abi.h>

#include <utility>

namespace bench {

namespace {

tickhub_text text(std::string_view t) {
    return {t.data(), t.size()};
}

} // namespace

bool hub_server::requests::on_request(std::unique_ptr<tickhub::http::request_data> request) noexcept {
    std::lock_guard const lock{mutex_};
    all_.push_back({request->id, request->wants_websocket});
    return true;
}

std::vector<hub_server::asked> hub_server::requests::take() {
    std::lock_guard const lock{mutex_};
    return std::exchange(all_, {});
}

hub_server::hub_server(std::chrono::nanoseconds coalesce) : server_{{}} {
    tickhub::http::listener_options options;
    options.name = "web";
    options.max_connections = 100'000;
    options.coalesce = coalesce;
    port_number_ = server_.listen(options).port;
    port_ = server_.make_port("bench", requests_);
    table_ = port_->table();
    std::uint32_t mount = 0;
    table_->mount(table_->context, text("web"), text("/stream"), &mount, nullptr);
    server_.start();
    group_ = table_->create_group(table_->context);
}

hub_server::~hub_server() {
    port_.reset();
    server_.stop();
}

int hub_server::answer() {
    auto const all = requests_.take();
    for (asked const& request : all) {
        tickhub_connection connection = 0;
        if (request.websocket) {
            tickhub_websocket_options options{};
            options.struct_size = sizeof(options);
            table_->open_websocket(table_->context, request.id, &options, &connection);
        } else {
            tickhub_stream_options options{};
            options.struct_size = sizeof(options);
            table_->open_stream(table_->context, request.id, &options, &connection);
        }
        table_->join(table_->context, connection, group_, 0);
    }
    return static_cast<int>(all.size());
}

void hub_server::wait_for_clients(int count) {
    for (int opened = 0; (opened += answer()) < count;)
        sleep_until(monotonic_ns() + millisecond);
}

void hub_server::publish(std::string_view data) {
    tickhub_message message{};
    message.struct_size = sizeof(message);
    message.lane = TICKHUB_LANE_EVENT;
    message.delivery = TICKHUB_DELIVERY_FAST;
    message.event = text("trades");
    message.data = text(data);
    table_->broadcast(table_->context, &group_, 1, &message);
}

void hub_server::close_all() {
    port_.reset();
}

} // namespace bench
