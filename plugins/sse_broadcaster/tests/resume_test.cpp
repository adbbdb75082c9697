#include "stage.hpp"

#include <catch2/catch.hpp>

#include <cstdio>

using tests::brief;
using tests::stage;

namespace {

std::string id(std::uint64_t epoch, std::uint64_t sequence) {
    char text[64];
    std::snprintf(text, sizeof(text), "%llx-%llu", static_cast<unsigned long long>(epoch),
                  static_cast<unsigned long long>(sequence));
    return text;
}

// A hub that a client of trades and news has left, having seen nothing but hello, number 1.
struct left_stage : stage {
    explicit left_stage(std::initializer_list<tests::setting_value::member> given = {}) : stage{given} {
        auto const first = request({{"topics", "trades,news"}});
        epoch = options(first).epoch;
        disconnect(first);
    }
    std::string come_back(std::uint64_t sequence, pairs query = {}) {
        query.try_emplace("topics", "trades,news,ticker");
        return read(request(query, {{"last-event-id", id(epoch, sequence)}}));
    }
    std::uint64_t epoch = 0;
};

std::string line(std::string const& text, std::size_t number) {
    std::size_t begin = 0;
    for (; number > 0; --number)
        begin = text.find('\n', begin) + 1;
    return text.substr(begin, text.find('\n', begin) - begin);
}

constexpr char const* nothing_known =
    R"({"reset":{"recovered":false,"missed":null},"trades":{"recovered":false,"missed":null},"news":{"recovered":false,"missed":null},"gap":{"recovered":false,"missed":null}})";

} // namespace

TEST_CASE("a client that comes back is told what it missed, is sent that, then the current state",
          "[sse_broadcaster]") {
    left_stage hub;
    hub.ticker(hub.tcs, 3190);
    hub.trade(hub.tcs, 3191);
    hub.news("TCS up", {hub.tcs});
    hub.reset(stage::bse);
    auto const all = hub.come_back(2);
    CHECK(brief(all) == "hello\nresume\nnews TCS up\nreset\nticker TCS 3190\n");
    CHECK(line(all, 0).rfind("hello {", 0) == 0); // it keeps its own id until it has been told
    CHECK(
        line(all, 1) ==
        R"(resume {"reset":{"recovered":true,"replayed":1},"trades":{"recovered":true,"replayed":0},"news":{"recovered":true,"replayed":1},"gap":{"recovered":true,"replayed":0}})");
    CHECK(line(all, 2).rfind("news #3 {", 0) == 0);
}

TEST_CASE("what was said of other instruments isn't missed, news of several is sent once", "[sse_broadcaster]") {
    left_stage hub;
    hub.trade(hub.tcs, 1);
    hub.trade(hub.infy, 2);
    hub.news("IT up", {hub.tcs, hub.infy});
    CHECK(brief(hub.come_back(1, {{"symbols", "TCS"}})) == "hello\nresume\ntrades TCS 1\nnews IT up\n");
    CHECK(brief(hub.come_back(1, {{"symbols", "NIFTY"}})) == "hello\nresume\n");
    CHECK(brief(hub.come_back(1, {{"symbols", "TCS,INFY"}})) ==
          "hello\nresume\ntrades TCS 1\ntrades INFY 2\nnews IT up\n");
    CHECK(brief(hub.come_back(1)) == "hello\nresume\ntrades TCS 1\ntrades INFY 2\nnews IT up\n");
}

TEST_CASE("who has missed nothing is told so with the id to go on from", "[sse_broadcaster]") {
    left_stage hub;
    hub.news("All up", {});
    CHECK(line(hub.come_back(2), 1).rfind("resume #2 {", 0) == 0);
}

TEST_CASE("an id of another life of the hub, of the future, or rubbish has missed an unknown part",
          "[sse_broadcaster]") {
    left_stage hub;
    hub.news("All up", {});
    for (std::string const& given : {id(hub.epoch, 3), std::string{"1-3"}, std::string{"rubbish"}})
        CHECK(line(hub.read(hub.request({{"topics", "trades,news"}}, {{"last-event-id", given}})), 1) ==
              "resume #2 " + std::string{nothing_known});
}

TEST_CASE("the id may stand in the URL, but the header counts", "[sse_broadcaster]") {
    left_stage hub;
    hub.news("one", {});
    hub.news("two", {});
    CHECK(brief(hub.read(hub.request({{"topics", "news"}, {"last_event_id", id(hub.epoch, 2)}}))) ==
          "hello\nresume\nnews two\n");
    CHECK(brief(hub.come_back(3, {{"last_event_id", id(hub.epoch, 1)}})) == "hello\nresume\n");
}

TEST_CASE("what is no longer kept is counted, and the other topics are recovered", "[sse_broadcaster]") {
    left_stage hub{{{"history", tests::setting_value::object({{"count", std::int64_t{2}},
                                                              {"size", std::int64_t{100'000}},
                                                              {"age", std::int64_t{60'000'000'000}}})}}};
    for (int i = 1; i <= 3; ++i)
        hub.trade(hub.tcs, i);
    hub.news("All up", {});
    auto const all = hub.come_back(1);
    CHECK(brief(all) == "hello\nresume\nnews All up\n");
    CHECK(
        line(all, 1) ==
        R"(resume {"reset":{"recovered":true,"replayed":0},"trades":{"recovered":false,"missed":3},"news":{"recovered":true,"replayed":1},"gap":{"recovered":true,"replayed":0}})");
    SECTION("so is what is too old") {
        hub.clock().advance(61'000'000'000);
        CHECK(
            line(hub.come_back(1, {{"topics", "news"}}), 1) ==
            R"(resume #5 {"reset":{"recovered":true,"replayed":0},"news":{"recovered":false,"missed":1},"gap":{"recovered":true,"replayed":0}})");
    }
}

TEST_CASE("news about more instruments than a broadcast takes goes to all subscribers", "[sse_broadcaster]") {
    left_stage hub;
    std::vector<tickhub_instrument_id> many;
    for (int i = 0; i < 64; ++i)
        many.push_back(hub.define("X" + std::to_string(i)));
    auto const one = hub.request({{"topics", "news"}, {"symbols", "X63"}});
    auto const other = hub.request({{"topics", "news"}, {"symbols", "TCS"}});
    hub.news("All of them", many);
    many.pop_back();
    hub.news("All but one", many);
    CHECK(brief(hub.read(one)) == "hello\nnews All of them\n");
    CHECK(brief(hub.read(other)) == "hello\nnews All of them\n");
}

TEST_CASE("a client that begins anew is told of no resume", "[sse_broadcaster]") {
    stage hub;
    CHECK(brief(hub.read(hub.request({{"last_event_id", ""}}))) == "hello\n");
    CHECK(hub.options(1).resumes == 0);
}
