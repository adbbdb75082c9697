// Event streams over real sockets.
#include "server_fixture.hpp"

#include <vector>

using namespace tests;

namespace {

constexpr auto state_lane = TICKHUB_LANE_STATE;
constexpr auto event_lane = TICKHUB_LANE_EVENT;

std::size_t count(std::string_view text, std::string_view what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + what.size()))
        ++found;
    return found;
}

// Of a client that reads nothing, as little as possible hides in the kernel.
http::listener_options small_buffers() {
    auto options = web();
    options.send_buffer = 4096;
    return options;
}

} // namespace

TEST_CASE("a stream's bytes are those that docs/protocol/sse.md shows", "[http][stream]") {
    server_fixture f;
    f.start();
    auto client = f.client();
    client.get("/stream?topics=news", "Accept: text/event-stream\r\n");
    auto const connection = f.sink.open({.retry_ms = 3000, .epoch = 0xbeef, .sequence = 41});
    f.sink.send(connection, {.event = "hello", .data = R"({"protocol":1})"});
    auto const group = f.sink.group();
    f.sink.join(connection, group);
    f.sink.broadcast({group}, {.event = "news", .data = R"({"headline":"x"})", .lane = event_lane, .sequence = 42});
    f.sink.table().close(f.sink.table().context, connection);

    CHECK(without_date(client.read_to_end()) == "HTTP/1.1 200 OK\r\n"
                                                "Content-Type: text/event-stream; charset=utf-8\r\n"
                                                "Cache-Control: no-store\r\n"
                                                "X-Accel-Buffering: no\r\n"
                                                "Connection: close\r\n"
                                                "X-Content-Type-Options: nosniff\r\n"
                                                "Referrer-Policy: no-referrer\r\n"
                                                "Cross-Origin-Resource-Policy: same-origin\r\n"
                                                "Transfer-Encoding: chunked\r\n"
                                                "\r\n"
                                                "d\r\nretry: 3000\n\n\r\n"
                                                "23\r\nevent: hello\ndata: {\"protocol\":1}\n\n\r\n"
                                                "30\r\nevent: news\nid: beef-42\ndata: {\"headline\":\"x\"}\n\n\r\n"
                                                "0\r\n\r\n");
    CHECK(f.sink.next_closed() == connection);
}

TEST_CASE("an HTTP/1.0 client gets the stream without chunks, to the connection's end", "[http][stream]") {
    server_fixture f;
    f.start();
    auto client = f.client();
    client.send("GET /stream HTTP/1.0\r\n\r\n");
    auto const connection = f.sink.open({.retry_ms = 10});
    f.sink.send(connection, {.event = "hello", .data = "1"});
    f.sink.table().close(f.sink.table().context, connection);
    auto const all = client.read_to_end();
    CHECK(all.find("Transfer-Encoding") == std::string::npos);
    CHECK(all.substr(all.find("\r\n\r\n") + 4) == "retry: 10\n\nevent: hello\ndata: 1\n\n");
}

TEST_CASE("HEAD of a stream shows its head alone", "[http][stream]") {
    server_fixture f;
    f.start();
    auto client = f.client();
    client.send("HEAD /stream HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    auto const connection = f.sink.open();
    CHECK(client.read_to_end().find("text/event-stream") != std::string::npos);
    CHECK(f.sink.next_closed() == connection);
}

TEST_CASE("a broadcast reaches the members of its groups, in the order of calls", "[http][stream]") {
    server_fixture f;
    f.start();
    tickhub_connection a = 0;
    tickhub_connection b = 0;
    auto first = f.stream(a);
    auto second = f.stream(b);
    auto const news = f.sink.group();
    auto const alerts = f.sink.group();
    f.sink.broadcast({news}, {.event = "news", .data = "early", .lane = event_lane});
    f.sink.join(a, news);
    f.sink.join(a, alerts);
    f.sink.join(b, alerts);
    f.sink.broadcast({news, alerts}, {.event = "both", .data = "x", .lane = event_lane});
    f.sink.table().leave(f.sink.table().context, a, news);
    f.sink.broadcast({news}, {.event = "news", .data = "late", .lane = event_lane});
    f.sink.broadcast({alerts}, {.event = "alert", .data = "y", .lane = event_lane});
    CHECK(first.read_chunk() == "event: both\ndata: x\n\n");
    CHECK(first.read_chunk() == "event: alert\ndata: y\n\n");
    CHECK(second.read_chunk() == "event: both\ndata: x\n\n");
    CHECK(second.read_chunk() == "event: alert\ndata: y\n\n");
}

TEST_CASE("who joins late gets the current message of each key, until the group is cleared", "[http][stream]") {
    server_fixture f;
    f.start();
    auto const group = f.sink.group();
    for (std::uint64_t key = 1; key <= 20; ++key) {
        auto const data = std::to_string(key);
        f.sink.broadcast(
            {group},
            {.event = "ticker", .data = "0", .lane = state_lane, .delivery = TICKHUB_DELIVERY_STATE, .key = key});
        f.sink.broadcast(
            {group},
            {.event = "ticker", .data = data, .lane = state_lane, .delivery = TICKHUB_DELIVERY_STATE, .key = key});
    }
    tickhub_connection late = 0;
    auto client = f.stream(late);
    f.sink.join(late, group, true);
    for (std::uint64_t key = 1; key <= 20; ++key)
        CHECK(client.read_chunk() == "event: ticker\ndata: " + std::to_string(key) + "\n\n");

    f.sink.table().clear(f.sink.table().context, group);
    tickhub_connection later = 0;
    auto other = f.stream(later);
    f.sink.join(later, group, true);
    f.sink.send(later, {.event = "hello", .data = "1"});
    CHECK(other.read_chunk() == "event: hello\ndata: 1\n\n");
    eventually([&] { return f.sink.metrics().queued == 0; });
    auto const books = f.sink.metrics();
    CHECK(books.primed + books.offered == books.sent + books.superseded);
    CHECK(books.streams == 2);
}

TEST_CASE("a client that does not read gets the newest of each key, and the others are not held up", "[http][stream]") {
    server_fixture f{small_buffers()};
    f.start();
    tickhub_connection a = 0;
    tickhub_connection b = 0;
    auto stuck = f.stream(a, {}, 2048);
    auto quick = f.stream(b);
    auto const group = f.sink.group();
    f.sink.join(a, group);
    std::string const padding(1000, 'x');
    for (int i = 0; i <= 2000; ++i)
        f.sink.broadcast({group}, {.event = "ticker",
                                   .data = std::to_string(i) + padding,
                                   .lane = state_lane,
                                   .delivery = TICKHUB_DELIVERY_STATE,
                                   .key = static_cast<std::uint64_t>(i % 5)});
    f.sink.send(b, {.event = "hello", .data = "1"});
    CHECK(quick.read_chunk() == "event: hello\ndata: 1\n\n");
    eventually([&] { return f.sink.metrics().offered == 2002; });
    f.sink.send(a, {.event = "ping", .data = "now"});
    auto const got = stuck.read_until("data: 2000x") + stuck.read_until("event: ping");
    CHECK(count(got, "event: ticker") < 1500);
    eventually([&] { return f.sink.metrics().queued == 0; });
    auto const books = f.sink.metrics();
    CHECK(books.superseded > 500);
    CHECK(books.dropped_slow == 0);
    CHECK(books.offered == books.sent + books.superseded);
}

TEST_CASE("a client too slow for what must not be lost is closed with a gap and an invitation", "[http][stream]") {
    server_fixture f{small_buffers()};
    f.start();
    tickhub_connection connection = 0;
    auto stuck = f.stream(connection, {}, 2048);
    std::string const padding(1000, 'x');
    for (std::uint64_t i = 1; i <= 3000; ++i)
        f.sink.send(connection, {.event = "news", .data = padding, .lane = event_lane, .sequence = i});
    auto const all = stuck.read_to_end();
    CHECK(count(all, "event: gap\ndata: {\"topic\":\"news\",\"first\":") == 1);
    CHECK(count(all, "\nretry: ") == 1);
    CHECK(all.substr(all.size() - 5) == "0\r\n\r\n");
    CHECK(f.sink.next_closed() == connection);
    auto const books = f.sink.metrics();
    CHECK(books.slow_closes == 1);
    CHECK(count(all, "event: news") == books.sent);
    CHECK(books.offered == books.sent + books.dropped_slow + books.dropped_closed);
}

TEST_CASE("heartbeats come by themselves and name the client's position", "[http][stream]") {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    auto client = f.stream(connection, {.heartbeat = std::chrono::milliseconds{30}, .epoch = 0xabc, .sequence = 7});
    CHECK(client.read_chunk() == "event: heartbeat\nid: abc-7\ndata: {}\n\n");
    auto const group = f.sink.group();
    f.sink.broadcast({group}, {.event = "news", .data = "elsewhere", .lane = event_lane, .sequence = 8});
    while (client.read_chunk() != "event: heartbeat\nid: abc-8\ndata: {}\n\n") {
    }
}

TEST_CASE("the sink hears of a client that leaves", "[http][stream]") {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    { auto const client = f.stream(connection); }
    CHECK(f.sink.next_closed() == connection);
    f.sink.send(connection, {.event = "hello", .data = "too late"}); // a stale handle is ignored
    eventually([&] { return f.server.metrics().connections == 0; });
    CHECK(f.sink.metrics().streams == 0);
}

TEST_CASE("a call that breaks the contract is counted and does nothing", "[http][stream]") {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    auto client = f.stream(connection);
    f.sink.send(connection, {.event = "Bad Name", .data = "1"});
    f.sink.send(connection, {.event = "x\ny", .data = "1"});
    f.sink.send(connection, {.event = "x", .data = "1", .lane = 9});
    f.sink.broadcast({99}, {.event = "x", .data = "1"});
    f.sink.send(connection, {.event = "good", .data = "1"});
    CHECK(client.read_chunk() == "event: good\ndata: 1\n\n");
    CHECK(f.sink.metrics().refused_messages == 4);
}

TEST_CASE("more subscriptions than allowed are a problem that the client is told of", "[http][stream]") {
    http::server_options options;
    options.outbox.subscriptions = 2;
    server_fixture f{web(), options};
    f.start();
    tickhub_connection connection = 0;
    auto client = f.stream(connection);
    for (int i = 0; i < 4; ++i)
        f.sink.join(connection, f.sink.group());
    CHECK(client.read_chunk().rfind("event: problem\ndata: {\"code\":\"too_many_subscriptions\"", 0) == 0);
    eventually([&] { return f.sink.metrics().refused_joins == 2; });
}

TEST_CASE("streams that end with their sink are told when to come back", "[http][stream]") {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    auto client = f.stream(connection);
    f.sink.send(connection, {.event = "last", .data = "1"});
    f.sink.port.reset();
    CHECK(client.read_chunk() == "event: last\ndata: 1\n\n");
    CHECK(client.read_chunk().rfind("retry: ", 0) == 0);
    CHECK(client.read_chunk().empty());
}

TEST_CASE("streams on different I/O threads get the same messages", "[http][stream]") {
    http::server_options options;
    options.io_threads = 2;
    server_fixture f{web(), options};
    f.start();
    auto const group = f.sink.group();
    tickhub_connection a = 0;
    tickhub_connection b = 0;
    auto first = f.stream(a);
    auto second = f.stream(b);
    CHECK(a >> 56 != b >> 56);
    f.sink.broadcast(
        {group}, {.event = "ticker", .data = "1", .lane = state_lane, .delivery = TICKHUB_DELIVERY_STATE, .key = 1});
    f.sink.join(a, group, true);
    f.sink.join(b, group, true);
    f.sink.broadcast({group}, {.event = "news", .data = "2", .lane = event_lane});
    for (auto* const client : {&first, &second}) {
        std::string const both = client->read_chunk() + client->read_chunk();
        CHECK(count(both, "event: ticker\ndata: 1\n\n") == 1);
        CHECK(count(both, "event: news\ndata: 2\n\n") == 1);
    }
    CHECK(f.server.drain(http::server::clock::now()) == false);
}

TEST_CASE("a stream whose client has finished sending is ended in order", "[http][stream]") {
    server_fixture f;
    f.start();
    auto client = f.client();
    client.get("/stream");
    client.finish_sending();
    auto const connection = f.sink.open();
    auto const all = client.read_to_end();
    CHECK(all.substr(0, 15) == "HTTP/1.1 200 OK");
    CHECK(all.substr(all.size() - 5) == "0\r\n\r\n");
    CHECK(f.sink.next_closed() == connection);
}

TEST_CASE("a client that goes away without having read everything holds the replay up no longer", "[http][pace]") {
    auto options = web();
    options.send_buffer = 4096;
    server_fixture f{options};
    f.start();
    tickhub_connection connection = 0;
    auto const group = f.sink.group();
    auto client = f.stream(connection, {.paced = true}, 2048);
    f.sink.join(connection, group);
    std::string const padding(1000, 'x');
    eventually([&] {
        f.sink.broadcast({group}, {.event = "ticker",
                                   .data = padding,
                                   .lane = TICKHUB_LANE_STATE,
                                   .delivery = TICKHUB_DELIVERY_STATE,
                                   .key = 1});
        return !f.server.paced_clients_ready();
    });
    client.finish_sending();
    eventually([&] { return f.server.paced_clients_ready(); });
    CHECK(client.read_to_end().size() > padding.size());
    CHECK(f.sink.next_closed() == connection);
}
