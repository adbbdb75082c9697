// A server with one listener, "web", on a port that the system chose.
#pragma once

#include "http/server.hpp"
#include "test_client.hpp"
#include "test_sink.hpp"
#include "websocket_client.hpp"

#include <catch2/catch.hpp>

namespace tests {

namespace http = tickhub::http;

inline http::listener_options web() {
    http::listener_options options;
    options.name = "web";
    return options;
}

struct server_fixture {
    explicit server_fixture(http::listener_options const& listener = web(), http::server_options const& options = {})
        : server{options} {
        auto const bound = server.listen(listener);
        REQUIRE(bound.error.empty());
        port = bound.port;
    }
    /// Starts with one sink, "public", at /stream.
    void start() {
        sink.mount("/stream");
        server.start();
    }
    [[nodiscard]] test_client client(int receive_buffer = 0) const { return test_client{port, receive_buffer}; }
    /// A client whose stream is open, its head read.
    test_client stream(tickhub_connection& connection, stream_options const& options = {}, int receive_buffer = 0) {
        test_client made{port, receive_buffer};
        made.get("/stream");
        connection = sink.open(options);
        made.read_until("\r\n\r\n");
        return made;
    }

    /// A client whose WebSocket is open, the answer's head read.
    test_client websocket(tickhub_connection& connection, stream_options const& options = {},
                          std::uint64_t longest_message = 0, int receive_buffer = 0) {
        test_client made{port, receive_buffer};
        made.get("/stream", upgrade);
        connection = sink.open_websocket(options, {}, longest_message);
        made.read_until("\r\n\r\n");
        return made;
    }

    http::server server;
    std::uint16_t port = 0;
    test_sink sink{server, "public"};
};

} // namespace tests
