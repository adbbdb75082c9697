// WebSockets over real sockets.
#include "server_fixture.hpp"

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

using namespace tests;

namespace {

constexpr auto state_lane = TICKHUB_LANE_STATE;
constexpr auto state = TICKHUB_DELIVERY_STATE;
constexpr auto event_lane = TICKHUB_LANE_EVENT;

std::string data_of(std::unique_ptr<tickhub::http::message_data> const& message) {
    auto const view = message->view();
    return {view.data.data, view.data.size};
}

/// How the server closes on the client's bytes: the code of its close frame.
unsigned code_after(std::string_view bytes, std::uint64_t longest_message = 0) {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    auto client = f.websocket(connection, {}, longest_message);
    client.send(bytes);
    auto const last = read_frame(client);
    CHECK(last.opcode == close_frame);
    REQUIRE(last.payload.size() >= 2);
    client.read_to_end();
    CHECK(f.sink.next_closed() == connection);
    return static_cast<unsigned char>(last.payload[0]) * 256U + static_cast<unsigned char>(last.payload[1]);
}

} // namespace

TEST_CASE("the handshake's answer proves that the request was read, and names the subprotocol", "[http][websocket]") {
    server_fixture f;
    f.start();
    auto client = f.client();
    std::string headers{upgrade};
    headers += "Sec-WebSocket-Protocol: other, tickhub.v1.json\r\n";
    client.get("/stream", headers);
    auto const connection = f.sink.open_websocket({}, "tickhub.v1.json");

    auto const head = client.read_until("\r\n\r\n");
    CHECK(head.starts_with("HTTP/1.1 101 Switching Protocols\r\n"));
    CHECK(head.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n") != std::string::npos); // RFC 6455, 1.3
    CHECK(head.find("Sec-WebSocket-Protocol: tickhub.v1.json\r\n") != std::string::npos);
    CHECK(connection != 0);
}

TEST_CASE("what a client says reaches the sink, and what the sink says the client", "[http][websocket]") {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    auto client = f.websocket(connection);

    client.send(frame(text, "buy") + frame(binary, std::string_view{"\0\1", 2}));
    auto const first = f.sink.next_message();
    CHECK(first->view().connection == connection);
    CHECK(first->view().binary == 0);
    CHECK(data_of(first) == "buy");
    auto const second = f.sink.next_message();
    CHECK(second->view().binary == 1);
    CHECK(data_of(second) == std::string("\0\1", 2));

    f.sink.send(connection, {.event = "reply", .data = "bought", .form = TICKHUB_FORM_TEXT});
    f.sink.send(connection, {.event = "reply", .data = "\x80\x81", .form = TICKHUB_FORM_BINARY});
    f.sink.send(connection, {.event = "news", .data = R"({"a":1})", .lane = event_lane, .sequence = 7});
    CHECK(read_frame(client) == received_frame{text, "bought"});
    CHECK(read_frame(client) == received_frame{binary, "\x80\x81"});
    CHECK(read_frame(client) == received_frame{text, R"({"event":"news","id":"0-7","data":{"a":1}})"});
}

TEST_CASE("bytes that come right behind the handshake's request are read", "[http][websocket]") {
    server_fixture f;
    f.start();
    auto client = f.client();
    client.send("GET /stream HTTP/1.1\r\nHost: x\r\n" + std::string{upgrade} + "\r\n" + frame(text, "hasty"));
    f.sink.open_websocket();
    CHECK(data_of(f.sink.next_message()) == "hasty");
}

TEST_CASE("one broadcast reaches event streams and WebSockets, each in its form", "[http][websocket]") {
    server_fixture f;
    f.start();
    auto const group = f.sink.group();
    tickhub_connection stream = 0;
    auto reader = f.stream(stream, {.epoch = 0xab});
    f.sink.join(stream, group);
    // Made before there was any WebSocket, it has to be given its form when the first one comes.
    f.sink.broadcast({group},
                     {.event = "ticker", .data = R"({"p":1})", .lane = state_lane, .delivery = state, .key = 1});
    tickhub_connection websocket = 0;
    auto talker = f.websocket(websocket, {.epoch = 0xab});
    f.sink.join(websocket, group, true);
    f.sink.broadcast({group}, {.event = "news", .data = R"({"n":2})", .lane = event_lane, .sequence = 9});

    std::vector<std::string> read{reader.read_chunk(), reader.read_chunk()};
    std::sort(read.begin(), read.end());
    CHECK(read ==
          std::vector<std::string>{"event: news\nid: ab-9\ndata: {\"n\":2}\n\n", "event: ticker\ndata: {\"p\":1}\n\n"});
    std::vector<std::string> got{read_frame(talker).payload, read_frame(talker).payload};
    std::sort(got.begin(), got.end());
    CHECK(got == std::vector<std::string>{R"({"event":"news","id":"ab-9","data":{"n":2}})",
                                          R"({"event":"ticker","data":{"p":1}})"});
    eventually([&] { return f.sink.metrics().sent == 4 && f.sink.metrics().queued == 0; });
}

TEST_CASE("a message made for WebSockets alone is not offered to event streams", "[http][websocket]") {
    server_fixture f;
    f.start();
    auto const group = f.sink.group();
    tickhub_connection stream = 0;
    auto reader = f.stream(stream);
    f.sink.join(stream, group);
    tickhub_connection websocket = 0;
    auto talker = f.websocket(websocket);
    f.sink.join(websocket, group);
    f.sink.broadcast({group}, {.event = "t", .data = "raw", .form = TICKHUB_FORM_TEXT});
    f.sink.broadcast({group}, {.event = "done", .data = "1"});

    CHECK(read_frame(talker) == received_frame{text, "raw"});
    CHECK(reader.read_chunk() == "event: done\ndata: 1\n\n");
    CHECK(f.sink.metrics().offered == 3);
}

TEST_CASE("lengths of one, two and eight bytes are written in the shortest form", "[http][websocket]") {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    auto client = f.websocket(connection);
    for (std::size_t const size : {0U, 1U, 125U, 126U, 65'535U, 65'536U, 200'000U}) {
        std::string const data(size, 'x');
        f.sink.send(connection, {.event = "t", .data = data, .form = TICKHUB_FORM_TEXT});
        CHECK(read_frame(client).payload.size() == size);
    }
}

TEST_CASE("a ping is answered in its place, with what it held", "[http][websocket]") {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    auto client = f.websocket(connection);
    client.send(frame(text, "abc", 0) + frame(ping, "are you there") + frame(continuation, "def"));
    CHECK(read_frame(client) == received_frame{pong, "are you there"});
    CHECK(data_of(f.sink.next_message()) == "abcdef");
}

TEST_CASE("a client that closes is answered with its own code, and the sink hears of it", "[http][websocket]") {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    auto client = f.websocket(connection);
    client.send(frame(close_frame, closing(1001, "going")));
    auto const answer = read_frame(client);
    CHECK(answer.opcode == close_frame);
    CHECK(answer.payload.substr(0, 2) == closing(1001));
    CHECK(client.read_to_end().empty());
    CHECK(f.sink.next_closed() == connection);
}

TEST_CASE("a sink closes with a code and a reason behind everything it has sent", "[http][websocket]") {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    auto client = f.websocket(connection);
    f.sink.send(connection, {.event = "t", .data = "last words", .form = TICKHUB_FORM_TEXT});
    auto const& table = f.sink.table();
    CHECK(table.close_websocket(table.context, connection, 1005, {"", 0}) == TICKHUB_INVALID);
    CHECK(table.close_websocket(table.context, connection, 4001, {"\xff", 1}) == TICKHUB_INVALID);
    CHECK(table.close_websocket(table.context, connection, 4001, {"logged out", 10}) == TICKHUB_OK);
    CHECK(read_frame(client) == received_frame{text, "last words"});
    CHECK(read_frame(client) == received_frame{close_frame, closing(4001, "logged out")});
    client.send(frame(close_frame, closing(4001)));
    CHECK(client.read_to_end().empty());
    CHECK(f.sink.next_closed() == connection);
}

TEST_CASE("what breaks RFC 6455 is answered with the code that names it", "[http][websocket]") {
    CHECK(code_after(frame(text, "x", 0xC0)) == 1002);                                  // a reserved bit
    CHECK(code_after(frame(3, "x")) == 1002);                                           // a reserved opcode
    CHECK(code_after(frame(11, "x")) == 1002);                                          // a reserved control opcode
    CHECK(code_after(std::string_view{"\x81\x01x"}) == 1002);                           // no mask
    CHECK(code_after(frame(ping, "x", 0)) == 1002);                                     // a control frame in pieces
    CHECK(code_after(frame(ping, std::string(126, 'x'))) == 1002);                      // one that is too long
    CHECK(code_after(frame(continuation, "x")) == 1002);                                // nothing to continue
    CHECK(code_after(frame(text, "a", 0) + frame(text, "b")) == 1002);                  // a message within a message
    CHECK(code_after(frame(close_frame, "x")) == 1002);                                 // half a code
    CHECK(code_after(frame(close_frame, closing(1005))) == 1002);                       // a code that is never sent
    CHECK(code_after(frame(text, "\xc3\x28")) == 1007);                                 // no UTF-8
    CHECK(code_after(frame(text, "\xed\xa0\x80")) == 1007);                             // a surrogate
    CHECK(code_after(frame(text, "ok \xe2\x82", 0) + frame(continuation, "")) == 1007); // cut within a character
    CHECK(code_after(frame(text, std::string(1025, 'x')), 1024) == 1009);
    CHECK(code_after(frame(text, std::string(600, 'x'), 0) + frame(continuation, std::string(600, 'x')), 1024) == 1009);
}

TEST_CASE("a request for a WebSocket that is not one is refused by name", "[http][websocket]") {
    server_fixture f;
    f.start();
    auto const answer = [&](std::string_view headers) {
        auto client = f.client();
        client.get("/stream", headers);
        return client.read_response();
    };
    auto const old = answer("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\n"
                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    CHECK(old.starts_with("HTTP/1.1 426 "));
    CHECK(old.find("Sec-WebSocket-Version: 13\r\n") != std::string::npos);
    CHECK(answer("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n")
              .starts_with("HTTP/1.1 400 "));
    CHECK(
        answer(
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c2hvcnQ=\r\n")
            .starts_with("HTTP/1.1 400 "));
}

TEST_CASE("a stream is no answer to a request for a WebSocket, nor the other way round", "[http][websocket]") {
    server_fixture f;
    f.start();
    auto const& table = f.sink.table();
    tickhub_stream_options stream{};
    stream.struct_size = sizeof(stream);
    tickhub_websocket_options websocket{};
    websocket.struct_size = sizeof(websocket);
    tickhub_connection connection = 0;

    auto talker = f.client();
    talker.get("/stream", upgrade);
    auto const wants_websocket = f.sink.next_request();
    CHECK(wants_websocket->view().wants_websocket == 1);
    CHECK(table.open_stream(table.context, wants_websocket->id, &stream, &connection) == TICKHUB_INVALID);
    f.sink.respond(wants_websocket->id, 403, "not you");
    CHECK(talker.read_response().starts_with("HTTP/1.1 403 "));

    auto reader = f.client();
    reader.get("/stream");
    auto const wants_stream = f.sink.next_request();
    CHECK(wants_stream->view().wants_websocket == 0);
    CHECK(table.open_websocket(table.context, wants_stream->id, &websocket, &connection) == TICKHUB_INVALID);
    f.sink.respond(wants_stream->id, 200, "fine");
    CHECK(reader.read_response().starts_with("HTTP/1.1 200 "));
}

TEST_CASE("a client is not read from while its sink has enough to do, and nothing is lost", "[http][websocket]") {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    auto client = f.websocket(connection);
    std::string flood;
    for (int i = 0; i != 1000; ++i)
        flood += frame(text, std::to_string(i));
    client.send(flood);
    std::vector<std::unique_ptr<tickhub::http::message_data>> held;
    for (std::size_t i = 0; i != tickhub::http::intake::most_messages; ++i)
        held.push_back(f.sink.next_message());
    CHECK(f.sink.metrics().received == held.size()); // the rest stays with the client and the kernel
    int next = 0;
    for (auto& message : held)
        CHECK(data_of(message) == std::to_string(next++));
    held.clear();
    while (next != 1000)
        CHECK(data_of(f.sink.next_message()) == std::to_string(next++));
}

TEST_CASE("a flood of pings by a client that reads nothing is not answered without end", "[http][websocket]") {
    auto options = web();
    options.send_buffer = 4096;
    server_fixture f{options};
    f.start();
    tickhub_connection connection = 0;
    auto client = f.websocket(connection, {}, 0, 4096);
    std::string const pings = [] {
        std::string all;
        for (int i = 0; i != 1000; ++i)
            all += frame(ping, std::string(125, 'p'));
        return all;
    }();
    std::size_t sent = 0;
    while (std::size_t const taken = client.send_some(pings)) {
        sent += taken;
        REQUIRE(sent < 64'000'000); // else the server takes all there is, and keeps it
    }
    SUCCEED("the server has stopped reading after " << sent << " bytes");
}

TEST_CASE("a client that answers no pings is gone after three heartbeats", "[http][websocket]") {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    auto client = f.websocket(connection, {.heartbeat = std::chrono::milliseconds{20}, .epoch = 0xe, .sequence = 5});
    CHECK(read_frame(client) == received_frame{ping, ""});
    CHECK(read_frame(client) == received_frame{text, R"({"event":"heartbeat","id":"e-5","data":{}})"});
    CHECK(f.sink.next_closed() == connection);
}

TEST_CASE("a client that answers pings stays", "[http][websocket]") {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    auto client = f.websocket(connection, {.heartbeat = std::chrono::milliseconds{20}});
    for (int i = 0; i != 10; ++i) {
        CHECK(read_frame(client) == received_frame{ping, ""});
        CHECK(read_frame(client).opcode == text);
        client.send(frame(pong, ""));
    }
}

TEST_CASE("a drained server says when to come back, and closes with 1012", "[http][websocket]") {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    auto client = f.websocket(connection);
    std::thread draining{[&] { CHECK(f.server.drain(std::chrono::steady_clock::now() + patience)); }};
    CHECK(read_frame(client).payload.starts_with(R"({"event":"server_shutdown","data":{"retry_ms":)"));
    auto const last = read_frame(client);
    CHECK(last.opcode == close_frame);
    CHECK(last.payload.substr(0, 2) == closing(1012));
    client.send(frame(close_frame, closing(1012)));
    client.read_to_end();
    draining.join();
}

TEST_CASE("a WebSocket that is too slow for what must not be lost gets a gap and 1013", "[http][websocket]") {
    auto options = web();
    options.send_buffer = 4096;
    server_fixture f{options};
    f.start();
    tickhub_connection connection = 0;
    auto client = f.websocket(connection, {.epoch = 1}, 0, 4096);
    std::string const long_data = '"' + std::string(8'000, 'x') + '"';
    std::uint64_t sequence = 0;
    while (f.sink.metrics().slow_closes == 0) {
        f.sink.send(connection, {.event = "news", .data = long_data, .lane = event_lane, .sequence = ++sequence});
        std::this_thread::yield();
    }
    std::uint64_t news = 0;
    received_frame got;
    while ((got = read_frame(client)).payload.starts_with(R"({"event":"news")"))
        ++news;
    CHECK(got.payload.starts_with(R"({"event":"gap","data":{"topic":"news","first":)" + std::to_string(news + 1)));
    CHECK(read_frame(client).payload.substr(0, 2) == closing(1013));
}
