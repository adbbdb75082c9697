#include "config/listen_address.hpp"

#include <catch2/catch.hpp>

using namespace tickhub::config;

TEST_CASE("a listener's address is numeric, with a port", "[config]") {
    auto const four = parse_listen_address("127.0.0.1:8080");
    REQUIRE(four.value);
    CHECK(four.value->host == "127.0.0.1");
    CHECK(four.value->port == 8080);
    auto const six = parse_listen_address("[0:0::1]:0");
    REQUIRE(six.value);
    CHECK(six.value->host == "::1");
    CHECK(six.value->port == 0);
    for (char const* text : {"", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
                             "127.0.0.1:http", "localhost:80", "::1:80", "[::1]", "[127.0.0.1]:80", "127.1:80"})
        CHECK_FALSE(parse_listen_address(text).value);
}

TEST_CASE("two listeners clash on one port of one address, or of one that stands for all", "[config]") {
    CHECK(clash({"127.0.0.1", 80}, {"127.0.0.1", 80}));
    CHECK(clash({"127.0.0.1", 80}, {"0.0.0.0", 80}));
    CHECK(clash({"::", 80}, {"127.0.0.1", 80}));
    CHECK_FALSE(clash({"::1", 80}, {"0.0.0.0", 80}));
    CHECK_FALSE(clash({"127.0.0.1", 80}, {"127.0.0.1", 81}));
    CHECK_FALSE(clash({"127.0.0.1", 80}, {"127.0.0.2", 80}));
    CHECK_FALSE(clash({"127.0.0.1", 0}, {"127.0.0.1", 0}));
}
