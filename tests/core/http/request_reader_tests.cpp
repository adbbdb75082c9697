#include "http/request_reader.hpp"

#include <catch2/catch.hpp>

using tickhub::http::received_request;
using tickhub::http::request_limits;
using tickhub::http::request_reader;
using progress = tickhub::http::request_reader::progress;

namespace {

unsigned refused(std::string_view bytes) {
    request_reader reader{{}};
    if (reader.feed(bytes) != progress::refused)
        return 0;
    CHECK_FALSE(reader.why().text.empty());
    return reader.why().status;
}

} // namespace

TEST_CASE("a request is the same whichever way its bytes arrive", "[http][request]") {
    std::string_view const bytes =
        "POST /a?b=c HTTP/1.1\r\nHost: h\r\nX-Two: 1\r\nx-two: 2\r\nContent-Length: 5\r\n\r\nhello";
    auto const step = GENERATE(1U, 7U, 1000U);
    request_reader reader{{}};
    CHECK_FALSE(reader.begun());
    progress found = progress::needs_more;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        REQUIRE(found == progress::needs_more);
        found = reader.feed(bytes.substr(at, step));
        CHECK(reader.begun());
    }
    REQUIRE(found == progress::complete);
    received_request const request = reader.take();
    CHECK(request.method == "POST");
    CHECK(request.target == "/a?b=c");
    CHECK(request.body == "hello");
    CHECK(request.header("x-two") == "1, 2");
    CHECK(request.header("absent").empty());
    CHECK(request.keep_alive);
    CHECK_FALSE(reader.begun());
}

TEST_CASE("requests that come together are read one after the other", "[http][request]") {
    request_reader reader{{}};
    REQUIRE(reader.feed("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n") ==
            progress::complete);
    CHECK(reader.take().target == "/1");
    REQUIRE(reader.feed({}) == progress::complete);
    received_request const second = reader.take();
    CHECK(second.target == "/2");
    CHECK_FALSE(second.keep_alive);
    CHECK(reader.feed({}) == progress::needs_more);
}

TEST_CASE("a chunked body is put together", "[http][request]") {
    request_reader reader{{}};
    REQUIRE(reader.feed(
                "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n") ==
            progress::complete);
    CHECK(reader.take().body == "abcde");
}

TEST_CASE("a client that asks first is told to go on", "[http][request]") {
    request_reader reader{{}};
    REQUIRE(reader.feed("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n") ==
            progress::wants_continue);
    CHECK(reader.feed({}) == progress::needs_more);
    CHECK(reader.feed("ok") == progress::complete);
}

TEST_CASE("limits have their own statuses", "[http][request]") {
    std::string const long_text(9000, 'a');
    CHECK(refused("GET /" + long_text) == 414);
    CHECK(refused("GET /" + long_text.substr(0, 5000) + " HTTP/1.1\r\nHost: h\r\n\r\n") == 414);
    CHECK(refused("GET / HTTP/1.1\r\nHost: h\r\nX: " + long_text) == 431);
    CHECK(refused("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 65537\r\n\r\n") == 413);
    CHECK(refused("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n10001\r\n" +
                  std::string(65537, 'a')) == 413);
}

TEST_CASE("a request that two readers could read differently is refused", "[http][request]") {
    CHECK(refused("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") ==
          400);
    CHECK(refused("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n") ==
          400);
    CHECK(refused("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd") == 400);
    CHECK(refused("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc") == 400);
    CHECK(refused("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +3\r\n\r\nabc") == 400);
    CHECK(refused("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n") == 400);
    CHECK(refused("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") == 400);
    CHECK(refused("GET / HTTP/1.1\r\n\r\n") == 400);
    CHECK(refused("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n") == 400);
    CHECK(refused("GET / HTTP/1.1\r\nHost : a\r\n\r\n") == 400);
    CHECK(refused("GET / HTTP/2.0\r\nHost: h\r\n\r\n") == 505);
    CHECK(refused("\x16\x03\x01\x02 this is TLS\r\n\r\n") == 400);
}
