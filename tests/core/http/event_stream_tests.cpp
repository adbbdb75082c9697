#include "test_client.hpp"
#include "test_sink.hpp"

#include <catch2/catch.hpp>

using namespace tests;
namespace http = tickhub::http;

namespace {

http::listener_options web() {
    http::listener_options options;
    options.name = "web";
    return options;
}

} // namespace

TEST_CASE("a stream's bytes are those that docs/protocol/sse.md shows", "[http]") {
    http::server server{{}};
    auto const bound = server.listen(web());
    REQUIRE(bound.error.empty());
    test_sink sink{server, "public"};
    sink.mount("/stream");
    server.start();

    test_client client{bound.port};
    client.get("/stream");
    auto const connection = sink.open({.retry_ms = 3000, .epoch = 0xbeef, .sequence = 41});
    sink.send(connection, {.event = "hello", .data = R"({"protocol":1})"});
    auto const group = sink.group();
    sink.join(connection, group);
    sink.broadcast({group},
                   {.event = "news", .data = R"({"headline":"x"})", .lane = TICKHUB_LANE_EVENT, .sequence = 42});
    sink.table().close(sink.table().context, connection);

    CHECK(without_date(client.read_to_end()) == "HTTP/1.1 200 OK\r\n"
                                                "Content-Type: text/event-stream; charset=utf-8\r\n"
                                                "Cache-Control: no-store\r\n"
                                                "X-Accel-Buffering: no\r\n"
                                                "X-Content-Type-Options: nosniff\r\n"
                                                "Connection: close\r\n"
                                                "Transfer-Encoding: chunked\r\n"
                                                "\r\n"
                                                "d\r\nretry: 3000\n\n\r\n"
                                                "23\r\nevent: hello\ndata: {\"protocol\":1}\n\n\r\n"
                                                "30\r\nevent: news\nid: beef-42\ndata: {\"headline\":\"x\"}\n\n\r\n"
                                                "0\r\n\r\n");
    CHECK(sink.next_closed() == connection);
    server.stop();
}
