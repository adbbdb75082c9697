#include "http/request_reader.hpp"

#include <catch2/catch.hpp>

using tickhub::http::received_request;
using tickhub::http::request_reader;
using progress = tickhub::http::request_reader::progress;
using namespace std::string_view_literals;

namespace {

unsigned refused(std::string_view bytes) {
    request_reader reader{{}};
    if (reader.feed(bytes) != progress::refused)
        return 0;
    CHECK_FALSE(reader.why().text.empty());
    return reader.why().status;
}

// The refusal, however the bytes arrive: `status text`.
std::string refusal_of(std::string_view bytes) {
    std::string all_at_once;
    for (std::size_t const step : {bytes.size(), std::size_t{1}}) {
        request_reader reader{{}};
        progress found = progress::needs_more;
        for (std::size_t at = 0; at < bytes.size() && found == progress::needs_more; at += step)
            found = reader.feed(bytes.substr(at, step));
        if (found != progress::refused)
            return "not refused";
        std::string const text = std::to_string(reader.why().status) + " " + reader.why().text;
        if (step == bytes.size())
            all_at_once = text;
        CHECK(text == all_at_once);
    }
    return all_at_once;
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

TEST_CASE("a chunked body without a chunk may come byte by byte", "[http][request]") {
    request_reader reader{{}};
    REQUIRE(reader.feed("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n") == progress::needs_more);
    for (std::string_view const byte : {"0", "\r", "\n", "\r"})
        REQUIRE(reader.feed(byte) == progress::needs_more);
    REQUIRE(reader.feed("\n") == progress::complete);
    CHECK(reader.take().body.empty());
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
    std::string const endless_chunk = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    CHECK(refused(endless_chunk + "1;" + long_text) == 413);
    CHECK(refused(endless_chunk + "0\r\nX: " + long_text) == 413);
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
    CHECK(refused("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n") == 501);
    CHECK(refused("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") == 400);
    CHECK(refused("GET / HTTP/1.1\r\n\r\n") == 400);
    CHECK(refused("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n") == 400);
    CHECK(refused("GET / HTTP/1.1\r\nHost : a\r\n\r\n") == 400);
    CHECK(refused("GET / HTTP/2.0\r\nHost: h\r\n\r\n") == 505);
    CHECK(refused("\x16\x03\x01\x02 this is TLS\r\n\r\n") == 400);
}

TEST_CASE("lines that a proxy could read otherwise are refused, with a reason", "[http][request]") {
    std::string const folded = "400 this is not an HTTP request: a header begins with a space: folded lines are not "
                               "accepted";
    CHECK(refusal_of("GET / HTTP/1.1\r\nHost: h\r\nX: a\r\n b\r\n\r\n") == folded);
    CHECK(refusal_of("GET / HTTP/1.1\r\nHost: h\r\nX:\r\n\tb\r\n\r\n") == folded);
    CHECK(refusal_of("GET / HTTP/1.1\r\n Host: h\r\n\r\n") == folded);
    CHECK(refusal_of("GET / HTTP/1.1\r\nHost: h\r\n \r\n\r\n") == folded);
    std::string const bare = "400 this is not an HTTP request: a line of its head ends in LF alone, not in CR LF";
    CHECK(refusal_of("GET / HTTP/1.1\nHost: h\n\n") == bare);
    CHECK(refusal_of("GET / HTTP/1.1\r\nHost: h\nX: a\r\n\r\n") == bare);
    CHECK(refusal_of("GET / HTTP/1.1\r\nHost: h\r\n\n") == bare);
    CHECK(refusal_of("\n\n") == bare);
    CHECK(refusal_of("GET / HTTP/1.1\r\nHost: h\r\nX: a\rb\r\n\r\n") ==
          "400 this is not an HTTP request: its head holds a CR without LF");
    std::string const nul = "400 this is not an HTTP request: its head holds a NUL";
    CHECK(refusal_of("GET / HTTP/1.1\r\nHost: h\r\nX: a\0b\r\n\r\n"sv) == nul);
    CHECK(refusal_of("GET / HTTP/1.1\r\nHost: h\r\nX\0: a\r\n\r\n"sv) == nul);
    CHECK(refusal_of("GET / HTTP/1.1 \r\nHost: h\r\n\r\n").substr(0, 3) == "400");
    CHECK(refusal_of("GET / HTTP/3.0\r\nHost: h\r\n\r\n") == "505 this server speaks HTTP/1.1");
}

TEST_CASE("each request's lines are looked at, and none of its body's", "[http][request]") {
    request_reader reader{{}};
    std::string_view const body = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n\n \r\t\n";
    REQUIRE(reader.feed(body) == progress::complete);
    CHECK(reader.take().body == "\n \r\t\n");
    REQUIRE(reader.feed(body) == progress::complete);
    CHECK(reader.take().body.size() == 5);
    CHECK(reader.feed("GET / HTTP/1.1\r\nHost: h\n\n") == progress::refused);
}

TEST_CASE("headers behind a chunked body are refused: they could not be checked before it", "[http][request]") {
    CHECK(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                     "1\r\na\r\n0\r\nHost: other\r\n\r\n") == "400 headers behind the body are not accepted");
}
