// WebSocket clients that trickle, and sinks that say what no header may.
#include "server_fixture.hpp"

using namespace tests;

namespace {

// Reads what one heartbeat sends.
void hear_heartbeat(test_client& client) {
    CHECK(read_frame(client) == received_frame{ping, ""});
    CHECK(read_frame(client).opcode == text);
}

} // namespace

TEST_CASE("a client that never finishes a frame's head is gone after three heartbeats", "[http][websocket]") {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    auto client = f.websocket(connection, {.heartbeat = std::chrono::milliseconds{20}});
    client.send(frame(binary, std::string(70'000, 'x')).substr(0, 5));
    CHECK(f.sink.next_closed() == connection);
}

TEST_CASE("bytes that trickle in are no answer to a ping", "[http][websocket]") {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    auto client = f.websocket(connection, {.heartbeat = std::chrono::milliseconds{100}});
    auto const whole = frame(binary, std::string(1000, 'x'));
    for (std::size_t i = 0; i != 2; ++i) {
        client.send(whole.substr(i, 1));
        hear_heartbeat(client);
    }
    CHECK(f.sink.next_closed() == connection);
}

TEST_CASE("a client may take its time over a message if it answers pings between its fragments", "[http][websocket]") {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    auto client = f.websocket(connection, {.heartbeat = std::chrono::milliseconds{20}});
    for (int i = 0; i != 10; ++i) {
        client.send(frame(i == 0 ? text : continuation, "x", 0));
        hear_heartbeat(client);
        client.send(frame(pong, ""));
    }
    client.send(frame(continuation, ""));
    auto const message = f.sink.next_message();
    auto const view = message->view();
    CHECK(std::string_view{view.data.data, view.data.size} == "xxxxxxxxxx");
}

TEST_CASE("a subprotocol that would break the answer's head is refused", "[http][websocket]") {
    server_fixture f;
    f.start();
    auto client = f.client();
    client.get("/stream", upgrade);
    auto const request = f.sink.next_request();
    auto const& table = f.sink.table();
    for (std::string_view const name : {"a\r\nX-Injected: yes", "a, b", "a b", "\xc3\xa9"}) {
        tickhub_websocket_options options{};
        options.struct_size = sizeof(options);
        options.subprotocol = {name.data(), name.size()};
        tickhub_connection connection = 0;
        CHECK(table.open_websocket(table.context, request->id, &options, &connection) == TICKHUB_INVALID);
    }
    f.sink.respond(request->id, 403, "not you");
    CHECK(client.read_response().starts_with("HTTP/1.1 403 "));
}
