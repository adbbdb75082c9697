// A listener's limits for one address and one WebSocket, over real sockets; and what they are made of.
#include "http/neighbours.hpp"
#include "server_fixture.hpp"

#include <boost/asio/ip/address.hpp>

#include <string>
#include <vector>

using namespace tests;
using namespace std::chrono_literals;

namespace {

http::listener_options with(std::size_t connections, std::uint32_t requests = 0, std::uint32_t messages = 0) {
    auto options = web();
    options.connections_per_address = connections;
    options.requests_per_second = requests;
    options.messages_per_second = messages;
    return options;
}

std::uint64_t refused(http::server const& server, http::refusal_reason why) {
    return server.metrics().refused[static_cast<std::size_t>(why)];
}

std::uint64_t network(char const* address) {
    return http::network_of(boost::asio::ip::make_address(address));
}

} // namespace

TEST_CASE("a bucket holds what two seconds bring, and fills while time passes", "[http][limits]") {
    http::rate const ten{10};
    http::token_bucket bucket;
    http::steady_time const begin{1h};
    for (int i = 0; i != 20; ++i)
        CHECK(bucket.take(ten, begin) == 0ms);
    CHECK(bucket.take(ten, begin) == 100ms);
    CHECK(bucket.take(ten, begin + 60ms) == 40ms);
    CHECK(bucket.take(ten, begin + 100ms) == 0ms);
    CHECK(bucket.wait(ten, begin + 100ms) == 100ms);
    CHECK_FALSE(bucket.full(begin + 2099ms));
    CHECK(bucket.full(begin + 2100ms));
}

TEST_CASE("an IPv6 network of 64 bits is one address, and no IPv4 address is it too", "[http][limits]") {
    CHECK(network("2001:db8:1:2::1") == network("2001:db8:1:2:ffff::9"));
    CHECK(network("2001:db8:1:2::1") != network("2001:db8:1:3::1"));
    CHECK(network("10.0.0.1") != network("10.0.0.2"));
    CHECK(network("0.0.0.1") != network("::1"));
}

TEST_CASE("an address is forgotten when its last connection ends, unless it has asked too often", "[http][limits]") {
    http::neighbours known;
    http::steady_time const now{1h};
    auto const first = known.enter(7);
    auto const second = known.enter(7);
    CHECK(first.who == second.who);
    CHECK(first.connections == 0);
    CHECK(second.connections == 1);
    known.leave(*first.who, now);
    CHECK(known.size() == 1);
    known.leave(*first.who, now);
    CHECK(known.size() == 0);

    auto const busy = known.enter(8);
    CHECK(busy.who->requests.take(http::rate{1}, now) == 0ms);
    known.leave(*busy.who, now);
    auto const back = known.enter(8);
    CHECK_FALSE(back.who->requests.full(now));
    CHECK(back.connections == 0);
}

TEST_CASE("however many addresses have come and gone, few are remembered", "[http][limits]") {
    http::neighbours known;
    http::steady_time const now{1h};
    for (std::uint64_t network = 0; network != 3 * http::neighbours::most_absent; ++network) {
        auto const busy = known.enter(network);
        CHECK(busy.who->requests.take(http::rate{1}, now) == 0ms);
        known.leave(*busy.who, now);
    }
    CHECK(known.size() <= http::neighbours::most_absent);
}

TEST_CASE("an address with too many connections is told so, as its client understands it", "[http][limits]") {
    server_fixture f{with(1)};
    f.start();
    tickhub_connection connection = 0;
    {
        auto const inside = f.stream(connection);
        auto browser = f.client();
        browser.get("/stream", "Accept: text/event-stream\r\n");
        auto const told = browser.read_to_end();
        CHECK(told.starts_with("HTTP/1.1 200 "));
        CHECK(told.find("\r\n\r\nretry: ") != std::string::npos);
    }
    CHECK(f.sink.next_closed() == connection);
    CHECK(refused(f.server, http::refusal_reason::connections_per_address) == 1);
    eventually([&] { return f.server.metrics().connections == 0; });
    auto const again = f.stream(connection);
}

TEST_CASE("an address far over its connections isn't even told", "[http][limits]") {
    server_fixture f{with(1)};
    f.start();
    std::vector<test_client> clients;
    for (int i = 0; i != 17; ++i)
        clients.push_back(f.client());
    auto last = f.client();
    CHECK(last.read_to_end().empty());
}

TEST_CASE("connections over the listener's limit are counted by their reason", "[http][limits]") {
    auto options = web();
    options.max_connections = 1;
    server_fixture f{options};
    f.start();
    tickhub_connection connection = 0;
    auto const inside = f.stream(connection);
    auto other = f.client();
    other.get("/stream");
    CHECK(other.read_to_end().find("\r\n\r\nretry: ") != std::string::npos);
    CHECK(refused(f.server, http::refusal_reason::connections) == 1);
}

TEST_CASE("an address that asks too often gets 429 and is told how long to wait", "[http][limits]") {
    server_fixture f{with(0, 1)};
    f.start();
    auto client = f.client();
    client.send("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\nGET /healthz HTTP/1.1\r\nHost: h\r\n\r\n"
                "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(client.read_response().starts_with("HTTP/1.1 200 "));
    CHECK(client.read_response().starts_with("HTTP/1.1 200 "));
    auto const late = client.read_response();
    CHECK(late.starts_with("HTTP/1.1 429 "));
    CHECK(late.find("\r\nRetry-After: 1\r\n") != std::string::npos);
    CHECK(refused(f.server, http::refusal_reason::requests_per_second) == 1);
}

TEST_CASE("coming back on a new connection, or as an EventSource, brings no more requests", "[http][limits]") {
    server_fixture f{with(0, 1)};
    f.start();
    for (int i = 0; i != 2; ++i) {
        auto client = f.client();
        client.get("/healthz", "Connection: close\r\n");
        CHECK(client.read_to_end().starts_with("HTTP/1.1 200 "));
    }
    auto browser = f.client();
    browser.get("/stream", "Accept: text/event-stream\r\n");
    auto const told = browser.read_to_end();
    CHECK(told.starts_with("HTTP/1.1 200 "));
    CHECK(told.find("\r\n\r\nretry: ") != std::string::npos);
    CHECK(refused(f.server, http::refusal_reason::requests_per_second) == 1);
}

TEST_CASE("a WebSocket that sends too fast is read from no faster, and nothing is lost", "[http][limits]") {
    server_fixture f{with(0, 0, 50)};
    f.start();
    tickhub_connection connection = 0;
    auto client = f.websocket(connection);
    std::string flood;
    for (int i = 0; i != 110; ++i)
        flood += frame(text, std::to_string(i));
    auto const begin = std::chrono::steady_clock::now();
    client.send(flood);
    for (int i = 0; i != 110; ++i) {
        auto const message = f.sink.next_message();
        auto const view = message->view();
        CHECK(std::string_view{view.data.data, view.data.size} == std::to_string(i));
    }
    // 100 at once, then one each 20 ms.
    CHECK(std::chrono::steady_clock::now() - begin >= 180ms);
    CHECK(f.sink.metrics().throttled >= 10);
    client.send(frame(close_frame, closing(1000)));
    CHECK(f.sink.next_closed() == connection);
}

TEST_CASE("a WebSocket that has to wait ends with the server's drain all the same", "[http][limits]") {
    server_fixture f{with(0, 0, 1)};
    f.start();
    tickhub_connection connection = 0;
    auto client = f.websocket(connection);
    client.send(frame(text, "a") + frame(text, "b") + frame(text, "c") + frame(close_frame, closing(1000)));
    CHECK(f.sink.next_message());
    CHECK(f.sink.next_message());
    eventually([&] { return f.sink.metrics().throttled == 1; });
    CHECK(f.server.drain(http::server::clock::now() + patience));
    CHECK(f.sink.next_closed() == connection);
}
