#include "subscription.hpp"

#include <catch2/catch.hpp>

using namespace tickhub::sse_broadcaster;

namespace {

constexpr topic_set served = {TICKHUB_RECORD_TICKER, TICKHUB_RECORD_TRADES, TICKHUB_RECORD_STATUS,
                              TICKHUB_RECORD_DEFINITION};

wanted read(std::optional<std::string_view> topics, std::optional<std::string_view> symbols, std::size_t max = 100) {
    return read_subscription({topics, symbols}, {served, max}, [](std::string_view symbol) -> tickhub_instrument_id {
        return symbol == "TCS" ? 2 : symbol == "M&M" ? 1 : symbol == "NIFTY 50" ? 3 : 0;
    });
}

std::string told(wanted const& w) {
    std::string text;
    for (auto const& p : w.problems)
        text += std::string{p.code} + " " + std::string{p.name} + "\n";
    return text;
}

} // namespace

TEST_CASE("without topics and symbols a client gets all that is served", "[sse_broadcaster]") {
    for (auto const& w : {read({}, {}), read("", ""), read({}, "*"), read({}, "TCS,*")}) {
        CHECK(w.what == subscription{served, true, {}});
        CHECK(w.problems.empty());
    }
}

TEST_CASE("topics come with those that explain them", "[sse_broadcaster]") {
    CHECK(read("ticker", {}).what.topics ==
          topic_set{TICKHUB_RECORD_TICKER, TICKHUB_RECORD_STATUS, TICKHUB_RECORD_DEFINITION});
}

TEST_CASE("symbols are taken as they are, blanks inside and all, each once", "[sse_broadcaster]") {
    auto const w = read({}, " NIFTY 50,TCS,M&M,,TCS ");
    CHECK(w.what.instruments == std::vector<tickhub_instrument_id>{1, 2, 3});
    CHECK_FALSE(w.what.every_instrument);
    CHECK(w.problems.empty());
}

TEST_CASE("what is unknown is named, and the rest is kept", "[sse_broadcaster]") {
    auto const w = read("ticker,Trades,mbo", "tcs,TCS");
    CHECK(told(w) == "unknown_topic Trades\nunknown_topic mbo\nunknown_symbol tcs\n");
    CHECK(w.what.instruments == std::vector<tickhub_instrument_id>{2});
    CHECK(w.what.topics.contains(TICKHUB_RECORD_TICKER));
}

TEST_CASE("a topic that the client's roles don't include is left out and told of", "[sse_broadcaster]") {
    topic_set const allowed = {TICKHUB_RECORD_TICKER, TICKHUB_RECORD_STATUS};
    auto const nothing_known = [](std::string_view) { return tickhub_instrument_id{}; };
    auto const w =
        read_subscription({.topics = "ticker,trades,mbo"}, {allowed, 100, {TICKHUB_RECORD_TRADES}}, nothing_known);
    CHECK(told(w) == "forbidden_topic trades\nunknown_topic mbo\n");
    CHECK(w.what.topics == allowed);
    CHECK(read_subscription({}, {allowed, 100, {TICKHUB_RECORD_TRADES}}, nothing_known).what.topics == allowed);
}

TEST_CASE("a parameter that does not exist is named, in front of what else is unknown", "[sse_broadcaster]") {
    auto const w = read_subscription({.topics = "mbo", .parameters = {"topic", "last_event_id", "topics", "Symbols"}},
                                     {served, 100}, [](std::string_view) { return tickhub_instrument_id{}; });
    CHECK(told(w) == "unknown_parameter topic\nunknown_parameter Symbols\nunknown_topic mbo\n");
}

TEST_CASE("a subscription to unknown symbols alone is not one to all", "[sse_broadcaster]") {
    auto const w = read({}, "X");
    CHECK_FALSE(w.what.every_instrument);
    CHECK(w.what.instruments.empty());
}

TEST_CASE("symbols over the bound are left out, and the client is told", "[sse_broadcaster]") {
    auto const w = read({}, "TCS,M&M,NIFTY 50", 2);
    CHECK(told(w) == "too_many_symbols \n");
    CHECK(w.what.instruments == std::vector<tickhub_instrument_id>{1, 2});
}

TEST_CASE("that there are too many symbols is told first, however many of them are unknown", "[sse_broadcaster]") {
    std::string many;
    for (int i = 0; i < 501; ++i)
        many += "X" + std::to_string(i) + ",";
    auto const w = read("nosuch", many, 500);
    REQUIRE(w.problems.size() == 21);
    CHECK(w.problems[0].code == "too_many_symbols");
    CHECK_THAT(w.problems[0].text, Catch::StartsWith("one stream takes 500 symbols"));
    CHECK(w.problems[1].code == "unknown_topic");
    CHECK(w.problems[2].code == "unknown_symbol");
    CHECK(w.problems.back().code == "more_problems");
}

TEST_CASE("a request can't make an answer many times its size", "[sse_broadcaster]") {
    std::string many;
    for (int i = 0; i < 1000; ++i)
        many += "a,";
    auto const w = read(many, {});
    REQUIRE(w.problems.size() == 21);
    CHECK(w.problems.back().code == "more_problems");
    CHECK(w.problems.back().text == "and 980 more like these");
}
