// The promises that one I/O thread keeps, kept by four.
#include "server_fixture.hpp"

#include <future>
#include <set>
#include <string>
#include <vector>

using namespace tests;

namespace {

constexpr std::size_t clients_in_all = 12; // three a thread

struct four_threads : server_fixture {
    four_threads() : server_fixture{web(), options()} { start(); }

    static http::server_options options() {
        http::server_options made;
        made.io_threads = 4;
        return made;
    }
};

struct connected {
    test_client client;
    tickhub_connection connection;
};

// Event streams, and where `websockets` is 1, every second a WebSocket.
std::vector<connected> connect(server_fixture& f, std::size_t websockets = 0) {
    std::vector<connected> all;
    std::set<std::uint64_t> threads;
    for (std::size_t i = 0; i != clients_in_all; ++i) {
        tickhub_connection connection = 0;
        // In fours, so that each thread has both.
        auto client = i / 4 % 2 < websockets ? f.websocket(connection) : f.stream(connection);
        threads.insert(connection >> 56);
        all.push_back({std::move(client), connection});
    }
    CHECK(threads.size() == 4);
    return all;
}

} // namespace

TEST_CASE("a broadcast reaches the clients of all I/O threads, each in the form of its connection", "[http][threads]") {
    four_threads f;
    auto all = connect(f, 1);
    auto const group = f.sink.group();
    for (auto const& one : all)
        f.sink.join(one.connection, group);
    for (int i = 0; i != 200; ++i)
        f.sink.broadcast({group}, {.event = "news", .data = std::to_string(i), .lane = TICKHUB_LANE_EVENT});
    for (std::size_t client = 0; client != all.size(); ++client) {
        for (int i = 0; i != 200; ++i) {
            if (client / 4 % 2 == 0)
                CHECK(read_frame(all[client].client).payload.find(std::to_string(i)) != std::string::npos);
            else
                CHECK(all[client].client.read_chunk() == "event: news\ndata: " + std::to_string(i) + "\n\n");
        }
    }
    eventually([&] { return f.sink.metrics().queued == 0; });
    CHECK(f.sink.metrics().sent == 200 * clients_in_all);
}

TEST_CASE("joins, leaves and broadcasts take effect in the order of calls, on each I/O thread", "[http][threads]") {
    four_threads f;
    auto all = connect(f);
    auto const group = f.sink.group();
    auto const everyone = f.sink.group();
    for (auto const& one : all)
        f.sink.join(one.connection, everyone);
    auto const say = [&](tickhub_group to, std::string const& what) {
        f.sink.broadcast({to}, {.event = "news", .data = what, .lane = TICKHUB_LANE_EVENT});
    };
    for (int round = 0; round != 50; ++round) {
        say(group, "before");
        for (auto const& one : all)
            f.sink.join(one.connection, group);
        say(group, std::to_string(round));
        for (auto const& one : all)
            f.sink.table().leave(f.sink.table().context, one.connection, group);
        say(group, "after");
    }
    say(everyone, "end");
    for (auto& one : all) {
        for (int round = 0; round != 50; ++round)
            CHECK(one.client.read_chunk() == "event: news\ndata: " + std::to_string(round) + "\n\n");
        CHECK(one.client.read_chunk() == "event: news\ndata: end\n\n");
    }
}

TEST_CASE("WebSockets of all I/O threads are answered, each in its own order", "[http][threads]") {
    four_threads f;
    auto all = connect(f, 2);
    for (auto& one : all) {
        std::string burst;
        for (int i = 0; i != 20; ++i)
            burst += frame(text, std::to_string(i));
        one.client.send(burst);
    }
    for (std::size_t i = 0; i != 20 * all.size(); ++i) {
        auto const message = f.sink.next_message();
        auto const view = message->view();
        f.sink.send(view.connection, {.event = "echo",
                                      .data = {view.data.data, view.data.size},
                                      .delivery = TICKHUB_DELIVERY_STRICT,
                                      .form = TICKHUB_FORM_TEXT});
    }
    for (auto& one : all) {
        for (int i = 0; i != 20; ++i)
            CHECK(read_frame(one.client) == received_frame{text, std::to_string(i)});
    }
}

TEST_CASE("a drain says farewell to the clients of all I/O threads, behind what was sent to them", "[http][threads]") {
    four_threads f;
    auto all = connect(f);
    auto const group = f.sink.group();
    for (auto const& one : all)
        f.sink.join(one.connection, group);
    f.sink.broadcast({group}, {.event = "last", .data = "1", .lane = TICKHUB_LANE_EVENT});
    // A drain begins when nothing is sent any more.
    eventually([&] { return f.sink.metrics().sent == clients_in_all; });
    auto drained =
        std::async(std::launch::async, [&] { return f.server.drain(http::server::clock::now() + patience); });
    for (auto& one : all) {
        auto client = std::move(one.client);
        CHECK(client.read_chunk() == "event: last\ndata: 1\n\n");
        CHECK(client.read_chunk().starts_with("event: server_shutdown\n"));
        CHECK(client.read_chunk().starts_with("retry: "));
        CHECK(client.read_to_end().ends_with("0\r\n\r\n"));
    }
    CHECK(drained.get());
    f.server.stop();
}
