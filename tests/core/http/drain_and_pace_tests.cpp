// Sending everyone home, and waiting for those whom the replay waits for.
#include "server_fixture.hpp"

#include <atomic>
#include <future>
#include <string>

using namespace tests;
using clock_type = http::server::clock;

TEST_CASE("a drain says farewell, sends what is queued and ends every connection", "[http][drain]") {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    auto stream = f.stream(connection);
    auto idle = f.client();
    idle.get("/healthz");
    idle.read_response();
    f.sink.send(connection, {.event = "last", .data = "1"});
    auto drained = std::async(std::launch::async, [&] { return f.server.drain(clock_type::now() + patience); });
    CHECK(idle.read_to_end().empty());
    CHECK(stream.read_chunk() == "event: last\ndata: 1\n\n");
    CHECK(stream.read_chunk().rfind("event: server_shutdown\ndata: {\"retry_ms\":", 0) == 0);
    CHECK(stream.read_chunk().rfind("retry: ", 0) == 0);
    CHECK(stream.read_chunk().empty());
    CHECK(stream.read_to_end().empty());
    { test_client const gone = std::move(stream); }
    CHECK(drained.get());
    CHECK(f.sink.next_closed() == connection);
    f.server.stop();
}

TEST_CASE("a drain waits for an answer that is under way", "[http][drain]") {
    server_fixture f;
    f.start();
    auto client = f.client();
    client.get("/stream");
    auto const request = f.sink.next_request();
    auto drained = std::async(std::launch::async, [&] { return f.server.drain(clock_type::now() + patience); });
    f.sink.respond(request->id, 200, "done");
    CHECK(client.read_to_end().find("\r\n\r\ndone") != std::string::npos);
    { test_client const gone = std::move(client); }
    CHECK(drained.get());
}

TEST_CASE("a drain ends at its deadline, and stop ends the rest", "[http][drain]") {
    server_fixture f;
    f.start();
    auto client = f.client();
    client.get("/stream");
    auto const request = f.sink.next_request();
    CHECK_FALSE(f.server.drain(clock_type::now()));
    f.server.stop();
    CHECK(client.read_to_end().empty());
    f.server.stop();
}

TEST_CASE("the first join is told once", "[http][pace]") {
    server_fixture f;
    std::atomic<int> calls{0};
    f.server.call_on_first_join([&] { ++calls; });
    f.start();
    tickhub_connection connection = 0;
    auto client = f.stream(connection);
    CHECK(calls == 0);
    f.sink.join(connection, f.sink.group());
    f.sink.join(connection, f.sink.group());
    f.sink.send(connection, {.event = "joined", .data = "1"});
    client.read_chunk();
    CHECK(calls == 1);
}

TEST_CASE("with no paced client there is nothing to wait for", "[http][pace]") {
    server_fixture f;
    f.start();
    CHECK(f.server.paced_clients_ready());
    CHECK(f.server.wait_for_paced_clients(clock_type::now()) == 0);
    CHECK(f.server.wait_until_paced_clients_have_all(clock_type::now()));
}

TEST_CASE("a paced client gets every message of every key, at its own speed", "[http][pace]") {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    auto client = f.stream(connection, {.paced = true}, 4096);
    auto const group = f.sink.group();
    f.sink.join(connection, group);
    constexpr int messages = 20'000;
    std::string const padding(100, 'x');
    auto published = std::async(std::launch::async, [&] {
        std::uint64_t lost_pacing = 0;
        for (int i = 0; i < messages; ++i) {
            lost_pacing += f.server.wait_for_paced_clients(clock_type::now() + patience);
            f.sink.broadcast({group}, {.event = "ticker",
                                       .data = std::to_string(i) + padding,
                                       .lane = TICKHUB_LANE_STATE,
                                       .delivery = TICKHUB_DELIVERY_STATE,
                                       .key = 1});
        }
        return lost_pacing;
    });
    for (int i = 0; i < messages; ++i)
        REQUIRE(client.read_chunk() == "event: ticker\ndata: " + std::to_string(i) + padding + "\n\n");
    CHECK(published.get() == 0);
    CHECK(f.server.wait_until_paced_clients_have_all(clock_type::now() + patience));
    auto const books = f.sink.metrics();
    CHECK(books.sent == messages);
    CHECK(books.superseded == 0);
}

TEST_CASE("a paced client that takes nothing loses its pacing at the deadline", "[http][pace]") {
    auto options = web();
    options.send_buffer = 4096;
    server_fixture f{options};
    f.start();
    tickhub_connection connection = 0;
    auto stuck = f.stream(connection, {.paced = true}, 2048);
    std::string const padding(1000, 'x');
    auto const group = f.sink.group();
    f.sink.join(connection, group);
    std::uint64_t lost = 0;
    for (int i = 0; i < 2000 && lost == 0; ++i) {
        lost = f.server.wait_for_paced_clients(clock_type::now() + std::chrono::milliseconds{200});
        f.sink.broadcast({group}, {.event = "ticker",
                                   .data = padding,
                                   .lane = TICKHUB_LANE_STATE,
                                   .delivery = TICKHUB_DELIVERY_STATE,
                                   .key = 1});
    }
    CHECK(lost == 1);
    CHECK(f.server.wait_for_paced_clients(clock_type::now() + patience) == 0);
    CHECK(f.server.paced_clients_ready());
}
