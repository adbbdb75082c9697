// Groups whose state leaves on a grid of time.
#include "http/throttle.hpp"
#include "server_fixture.hpp"

#include <map>
#include <string>

using namespace tests;
using http::throttle_step;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

message quote(std::string_view data, std::uint64_t key, std::uint8_t form = TICKHUB_FORM_EVENT) {
    return {"ticker", data, TICKHUB_LANE_STATE, TICKHUB_DELIVERY_STATE, key, 0, form};
}

// What an event stream has been told: the last value of each key, of messages "key=value".
struct told {
    std::map<std::string, std::string> values;
    std::size_t messages = 0;

    void read(std::string_view text) {
        auto const equals = text.find('=');
        values[std::string{text.substr(0, equals)}] = text.substr(equals + 1);
        ++messages;
    }
    void read_until_all_are(test_client& from, std::size_t keys, std::string const& last) {
        auto const done = [&] {
            return values.size() == keys &&
                   std::all_of(values.begin(), values.end(), [&](auto const& v) { return v.second == last; });
        };
        while (!done()) {
            auto const chunk = from.read_chunk();
            auto const data = chunk.find("data: ");
            read(std::string_view{chunk}.substr(data + 6, chunk.find('\n', data) - data - 6));
        }
    }
};

void send_rounds(server_fixture& f, std::vector<tickhub_group> const& groups, int rounds) {
    for (int round = 1; round <= rounds; ++round) {
        for (std::uint64_t key = 0; key != 10; ++key)
            f.sink.broadcast(groups, quote(std::to_string(key) + "=" + std::to_string(round), key));
    }
}

} // namespace

TEST_CASE("ticks are multiples of the step, whoever asks when", "[http][throttle]") {
    http::steady_time const start{seconds{1000}};
    CHECK(http::next_tick(start, throttle_step::ms_250) == start + milliseconds{250});
    CHECK(http::next_tick(start + milliseconds{1}, throttle_step::ms_250) == start + milliseconds{250});
    CHECK(http::next_tick(start + milliseconds{249}, throttle_step::ms_250) == start + milliseconds{250});
    CHECK(http::next_tick(start + milliseconds{250}, throttle_step::ms_250) == start + milliseconds{500});
    CHECK(http::next_tick(start + milliseconds{1}, throttle_step::s_5) == start + seconds{5});
}

TEST_CASE("a cell waits once for a tick, and is forgotten with its group", "[http][throttle]") {
    http::throttle throttle;
    throttle.set(3, throttle_step::ms_100);
    CHECK(throttle.of(3) == throttle_step::ms_100);
    CHECK(throttle.of(2) == throttle_step::none);
    CHECK(throttle.of(77) == throttle_step::none);
    CHECK(throttle.mark(5, throttle_step::ms_100));
    CHECK(throttle.mark(2, throttle_step::ms_100));
    CHECK_FALSE(throttle.mark(5, throttle_step::ms_100));
    CHECK(throttle.mark(9, throttle_step::s_1));
    std::vector<http::cell_number> cells;
    throttle.take(throttle_step::ms_100, cells);
    CHECK(cells == std::vector<http::cell_number>{5, 2});
    CHECK(throttle.idle(throttle_step::ms_100));
    CHECK(throttle.mark(5, throttle_step::ms_100));
    std::vector<http::cell_number> const of_a_group{5, 6, 1000};
    CHECK(throttle.forget(throttle_step::ms_100, of_a_group) == 1);
    CHECK(throttle.idle(throttle_step::ms_100));
    CHECK_FALSE(throttle.idle(throttle_step::s_1));
    CHECK(throttle.mark(5, throttle_step::ms_100));
}

TEST_CASE("only the steps of the grid make a group", "[http][throttle]") {
    server_fixture f;
    for (auto const step : {0, 100, 250, 500, 1000, 2000, 5000})
        CHECK(f.sink.throttled_group(milliseconds{step}) != 0);
    for (auto const step : {1, 99, 200, 10'000})
        CHECK(f.sink.throttled_group(milliseconds{step}) == 0);
    CHECK(f.sink.throttled_group(std::chrono::nanoseconds{100'000'001}) == 0);
}

TEST_CASE("of a thousand updates a throttled client gets few, the last ones among them", "[http][throttle]") {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    auto client = f.stream(connection);
    auto const group = f.sink.throttled_group(milliseconds{100});
    f.sink.join(connection, group);
    auto const began = std::chrono::steady_clock::now();
    send_rounds(f, {group}, 100);
    told what;
    what.read_until_all_are(client, 10, "100");
    auto const ticks = (std::chrono::steady_clock::now() - began) / milliseconds{100} + 1;
    CHECK(what.messages <= static_cast<std::size_t>(ticks) * 10);
    eventually([&] { return f.sink.metrics().queued == 0; });
    auto const books = f.sink.metrics();
    CHECK(books.offered == 1000);
    CHECK(books.sent == what.messages);
    CHECK(books.superseded == 1000 - what.messages);
}

TEST_CASE("two steps and none side by side each end with the last values", "[http][throttle]") {
    http::server_options options;
    options.io_threads = 2;
    server_fixture f{web(), options};
    f.start();
    std::vector<test_client> clients;
    std::vector<tickhub_group> groups;
    for (auto const step : {0, 100, 500}) {
        tickhub_connection connection = 0;
        clients.push_back(f.stream(connection));
        groups.push_back(f.sink.throttled_group(milliseconds{step}));
        f.sink.join(connection, groups.back());
    }
    send_rounds(f, groups, 50);
    std::vector<told> what(clients.size());
    for (std::size_t i = 0; i != clients.size(); ++i)
        what[i].read_until_all_are(clients[i], 10, "50");
    eventually([&] { return f.sink.metrics().queued == 0; });
    auto const books = f.sink.metrics();
    CHECK(books.offered == 1500);
    CHECK(books.sent == what[0].messages + what[1].messages + what[2].messages);
}

TEST_CASE("a connection in two groups of one step gets each value once", "[http][throttle]") {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    auto client = f.stream(connection);
    std::vector const groups{f.sink.throttled_group(milliseconds{100}), f.sink.throttled_group(milliseconds{100})};
    for (auto const group : groups)
        f.sink.join(connection, group);
    f.sink.broadcast(groups, quote("a=1", 1));
    f.sink.port->close_all();
    auto const all = client.read_to_end();
    CHECK(all.find("a=1") != std::string::npos);
    CHECK(all.find("a=1") == all.rfind("a=1"));
}

TEST_CASE("a throttled group passes at once what is no state, and what a join asks for", "[http][throttle]") {
    server_fixture f;
    f.start();
    tickhub_connection early = 0;
    tickhub_connection late = 0;
    auto first = f.stream(early);
    auto second = f.stream(late);
    auto const group = f.sink.throttled_group(seconds{5});
    f.sink.join(early, group);
    f.sink.broadcast({group}, quote("a=1", 1));
    f.sink.broadcast({group}, quote("a=2", 1));
    f.sink.broadcast({group}, {"news", "{}", TICKHUB_LANE_EVENT, TICKHUB_DELIVERY_STRICT});
    CHECK(first.read_until("event: news").find("a=1") == std::string::npos);
    f.sink.join(late, group, true);
    second.read_until("a=2");
}

TEST_CASE("texts and binary messages wait for the tick, too", "[http][throttle][websocket]") {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    auto client = f.websocket(connection);
    auto const group = f.sink.throttled_group(milliseconds{100});
    f.sink.join(connection, group);
    f.sink.broadcast({group}, quote("old", 1, TICKHUB_FORM_TEXT));
    f.sink.broadcast({group}, quote("\x01", 2, TICKHUB_FORM_BINARY));
    f.sink.broadcast({group}, quote("new", 1, TICKHUB_FORM_TEXT));
    f.sink.port->close_all(); // which sends what waits
    CHECK(read_frame(client) == received_frame{text, "new"});
    CHECK(read_frame(client) == received_frame{binary, "\x01"});
}

TEST_CASE("what is cleared before its tick is superseded", "[http][throttle]") {
    server_fixture f;
    f.start();
    tickhub_connection connection = 0;
    auto client = f.stream(connection);
    auto const group = f.sink.throttled_group(seconds{5});
    f.sink.join(connection, group);
    f.sink.broadcast({group}, quote("a=1", 1));
    f.sink.clear(group);
    f.sink.broadcast({group}, quote("b=1", 2));
    f.sink.port->close_all();
    CHECK(client.read_to_end().find("a=1") == std::string::npos);
    auto const books = f.sink.metrics();
    CHECK(books.offered == 2);
    CHECK(books.sent == 1);
    CHECK(books.superseded == 1);
}
