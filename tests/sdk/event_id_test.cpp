#include <tickhub/event_id.hpp>
#include <tickhub/hello.hpp>

#include <catch2/catch.hpp>

using tickhub::event_id;
using tickhub::parse_event_id;

TEST_CASE("an id is read as the host writes it", "[sdk][event_id]") {
    CHECK(parse_event_id("6f1c2a9be0d4733a-17") == event_id{0x6f1c2a9be0d4733a, 17});
    CHECK(parse_event_id("0-0") == event_id{});
    CHECK(parse_event_id("ffffffffffffffff-18446744073709551615") == event_id{UINT64_MAX, UINT64_MAX});
}

TEST_CASE("what the host never wrote is no id", "[sdk][event_id]") {
    for (auto const* text : {"", "-", "1", "1-", "-1", "1-1-1", " 1-1", "1-1 ", "g-1", "0x1-1", "1-a", "+1-1", "1--1",
                             "10000000000000000-1", "1-18446744073709551616"}) {
        INFO(text);
        CHECK_FALSE(parse_event_id(text).has_value());
    }
}

TEST_CASE("hello says who speaks, since when, and what time it is", "[sdk][event_id]") {
    std::string json;
    tickhub::append_hello(json, 0x1f, 1'623'383'152'000'000'000);
    CHECK(json == R"({"protocol":"tickhub.v1","epoch":"1f","server_time":"2021-06-11T03:45:52.000000000Z"})");
}

TEST_CASE("hello says no time before a replay's first event", "[sdk][event_id]") {
    std::string json;
    tickhub::append_hello(json, 0x1f, 0);
    CHECK(json == R"({"protocol":"tickhub.v1","epoch":"1f"})");
}
