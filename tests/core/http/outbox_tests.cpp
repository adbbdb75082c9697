#include "outbox_fixture.hpp"

#include <catch2/catch.hpp>

using namespace tests;
using http::delivery;
using http::fate;
using http::lane;
using texts = std::vector<std::string>;

namespace {

http::outbox_options limited(std::size_t frames, std::size_t bytes = 1024 * 1024) {
    http::outbox_options options;
    options.limits.frames = frames;
    options.limits.bytes = bytes;
    options.invite_after = std::chrono::milliseconds{700};
    options.epoch = 0xe;
    return options;
}

} // namespace

TEST_CASE("lanes are drained from control to state", "[http][outbox]") {
    outbox_fixture f;
    f.push_state(1, "t");
    f.push(lane::keyed, delivery::strict, "book", "k");
    f.push(lane::event, delivery::strict, "news", "e");
    f.push(lane::private_, delivery::strict, "report", "p");
    f.push(lane::control, delivery::strict, "hello", "c");
    CHECK(f.take() == texts{"hello:c", "report:p", "news:e", "book:k", "ticker:t"});
}

TEST_CASE("after sixteen frames of a lane a lower one gets one", "[http][outbox]") {
    outbox_fixture f;
    for (int i = 0; i < 40; ++i)
        f.push(lane::control, delivery::strict, "c", "x");
    f.push_state(1, "a");
    f.push_state(2, "b");
    auto const taken = f.take();
    REQUIRE(taken.size() == 42);
    CHECK(taken[16] == "ticker:a");
    CHECK(taken[33] == "ticker:b");
}

TEST_CASE("a key waits once, in its first place, and leaves with its newest message", "[http][outbox]") {
    outbox_fixture f;
    f.push_state(1, "old");
    f.push_state(2, "other");
    f.push_state(1, "new");
    CHECK(f.take() == texts{"ticker:new", "ticker:other"});
    CHECK(f.who.box.books()[fate::superseded] == 1);
    CHECK(f.who.box.books()[fate::sent] == 2);
}

TEST_CASE("fast messages over the bound make room for newer ones, and a gap stands in their place", "[http][outbox]") {
    outbox_fixture f{limited(3)};
    f.push(lane::event, delivery::strict, "news", "first", 1);
    for (std::uint64_t i = 2; i <= 6; ++i)
        f.push(lane::event, delivery::fast, "trades", std::to_string(i), i);
    CHECK(f.take() == texts{"news#e-1:first",
                            R"(gap:{"topic":"trades","first":2,"last":4,"count":3,"reason":"slow_client"})",
                            "trades#e-5:5", "trades#e-6:6"});
    CHECK(f.who.box.books()[fate::dropped_slow] == 3);
    CHECK(f.who.box.accepting());
}

TEST_CASE("each topic has its own gap", "[http][outbox]") {
    outbox_fixture f{limited(2)};
    for (int i = 0; i < 3; ++i) {
        f.push(lane::event, delivery::fast, "trades", "t");
        f.push(lane::event, delivery::fast, "ohlcv", "o");
    }
    CHECK(f.take() == texts{R"(gap:{"topic":"trades","count":2,"reason":"slow_client"})",
                            R"(gap:{"topic":"ohlcv","count":2,"reason":"slow_client"})", "trades:t", "ohlcv:o"});
}

TEST_CASE("the bound counts bytes too, but one long message always fits", "[http][outbox]") {
    outbox_fixture f{limited(100, 200)};
    std::string const text(150, 'x');
    f.push(lane::event, delivery::fast, "trades", text, 1);
    f.push(lane::event, delivery::fast, "trades", text, 2);
    f.push(lane::event, delivery::fast, "trades", std::string(500, 'y'), 3);
    CHECK(f.take() == texts{R"(gap:{"topic":"trades","first":1,"last":2,"count":2,"reason":"slow_client"})",
                            "trades#e-3:" + std::string(500, 'y')});
}

TEST_CASE("a strict message makes fast ones of any lane pay before it closes the stream", "[http][outbox]") {
    outbox_fixture f{limited(2)};
    f.push(lane::keyed, delivery::fast, "book", "k");
    f.push(lane::event, delivery::fast, "trades", "t", 7);
    f.push(lane::control, delivery::strict, "reply", "1");
    f.push(lane::control, delivery::strict, "reply", "2");
    CHECK(f.who.box.accepting());
    CHECK(f.take() == texts{"reply:1", "reply:2",
                            R"(gap:{"topic":"trades","first":7,"last":7,"count":1,"reason":"slow_client"})",
                            R"(gap:{"topic":"book","count":1,"reason":"slow_client"})"});
}

TEST_CASE("a strict message that finds no room ends the stream with a gap and an invitation", "[http][outbox]") {
    outbox_fixture f{limited(2)};
    f.push(lane::event, delivery::strict, "news", "1", 1);
    f.push(lane::event, delivery::strict, "news", "2", 2);
    f.push_state(1, "t");
    f.push(lane::event, delivery::strict, "news", "3", 3);
    f.push(lane::event, delivery::strict, "news", "4", 4);
    f.push_state(2, "t");
    CHECK_FALSE(f.who.box.accepting());
    CHECK(f.take() == texts{"news#e-1:1", "news#e-2:2",
                            R"(gap:{"topic":"news","first":3,"last":4,"count":2,"reason":"slow_client"})", "retry: 700",
                            "end"});
    CHECK(f.who.box.finished());
    CHECK(f.source->slow_closes.value() == 1);
    CHECK(f.who.box.books().balance() == 0);
    CHECK(f.who.box.books()[fate::dropped_slow] == 4);
}

TEST_CASE("a heartbeat names the position up to which the client has everything", "[http][outbox]") {
    auto options = limited(100);
    options.position = 5;
    outbox_fixture f{options};
    f.who.box.request_heartbeat();
    f.who.box.request_heartbeat(); // one waits already
    CHECK(f.take() == texts{"heartbeat#e-5:{}"});
    f.source->latest_sequence = 9; // other clients' messages
    f.who.box.request_heartbeat();
    CHECK(f.take() == texts{"heartbeat#e-9:{}"});
    f.push(lane::event, delivery::strict, "news", "n", 12);
    f.source->latest_sequence = 12;
    f.who.box.request_heartbeat();
    CHECK(f.take() == texts{"heartbeat#e-11:{}", "news#e-12:n"});
    f.who.box.request_heartbeat();
    CHECK(f.take() == texts{"heartbeat#e-12:{}"});
}

TEST_CASE("a join with current messages sends each key once, as it is when the socket takes it", "[http][outbox]") {
    auto const keys = GENERATE(3U, 100U); // few are queued, many stand behind a cursor
    outbox_fixture f;
    for (http::cell_number key = 0; key < keys; ++key)
        f.source->cells.set(key, 0, key, f.event("ticker", "old"));
    f.who.box.prime(0);
    CHECK(f.who.box.books()[fate::primed] == keys);
    f.push_state(keys - 1, "new");
    f.push_state(keys, "fresh");
    auto const taken = f.take();
    REQUIRE(taken.size() == keys + 1);
    CHECK(taken[keys - 1] == "ticker:new");
    CHECK(taken[keys] == "ticker:fresh");
    CHECK(f.who.box.books().balance() == 0);
}

TEST_CASE("cleared keys are not sent any more", "[http][outbox]") {
    outbox_fixture f;
    for (http::cell_number key = 0; key < 10; ++key)
        f.source->cells.set(key, 0, key, f.event("ticker", "old"));
    f.who.box.prime(0);
    f.push_state(20, "x");
    f.source->cells.clear(0);
    f.push_state(5, "back");
    CHECK(f.take() == texts{"ticker:back"});
    CHECK(f.who.box.books().balance() == 0);
    CHECK_FALSE(f.who.box.has_work());
}

TEST_CASE("a paced stream's state is queued message by message while there is room", "[http][outbox]") {
    auto options = limited(4);
    options.paced = true;
    outbox_fixture f{options};
    f.push_state(1, "a");
    f.push_state(1, "b");
    CHECK(f.who.box.roomy());
    f.push_state(1, "c");
    CHECK_FALSE(f.who.box.roomy());
    CHECK(f.take() == texts{"ticker:a", "ticker:b", "ticker:c"});
    CHECK(f.who.box.roomy());
    f.who.box.stop_pacing();
    f.push_state(1, "d");
    f.push_state(1, "e");
    CHECK(f.take() == texts{"ticker:e"});
}

TEST_CASE("what the socket took in part is continued where it stopped", "[http][outbox]") {
    outbox_fixture f;
    f.push(lane::event, delivery::strict, "news", "abc");
    f.push(lane::event, delivery::strict, "news", "def");
    std::string all;
    std::array<iovec, 8> pieces;
    while (f.who.box.next_frames(pieces) != 0) {
        all += *static_cast<char const*>(pieces[0].iov_base); // one byte at a time
        f.who.box.written(1);
    }
    CHECK(all == "17\r\nevent: news\ndata: abc\n\n\r\n17\r\nevent: news\ndata: def\n\n\r\n");
    CHECK(f.who.box.books()[fate::sent] == 2);
}

TEST_CASE("in HTTP/1.0 the bytes go without chunks", "[http][outbox]") {
    http::outbox_options options;
    options.framing = http::framing::plain;
    outbox_fixture f{options};
    f.push(lane::event, delivery::strict, "news", "a");
    f.who.box.finish({.retry = std::chrono::milliseconds{5}});
    std::array<iovec, 8> pieces;
    REQUIRE(f.who.box.next_frames(pieces) == 2);
    CHECK(std::string_view(static_cast<char const*>(pieces[0].iov_base), pieces[0].iov_len) ==
          "event: news\ndata: a\n\n");
    f.who.box.written(pieces[0].iov_len + pieces[1].iov_len);
    CHECK(f.who.box.finished());
}

TEST_CASE("a lost connection's messages are counted as dropped", "[http][outbox]") {
    outbox_fixture f;
    f.push(lane::event, delivery::strict, "news", "a");
    f.push_state(1, "t");
    std::array<iovec, 1> piece;
    REQUIRE(f.who.box.next_frames(piece) == 1);
    CHECK(f.who.box.queued() == 2);
    f.who.box.abandon();
    CHECK(f.who.box.books()[fate::dropped_closed] == 2);
    CHECK(f.who.box.books().balance() == 0);
    f.push(lane::event, delivery::strict, "news", "b");
    CHECK(f.who.box.books()[fate::dropped_closed] == 3);
}

TEST_CASE("in steady state frames come from the pool", "[http][outbox]") {
    outbox_fixture f;
    for (int i = 0; i < 10; ++i) {
        f.push(lane::event, delivery::strict, "news", "a");
        f.take();
    }
    auto const before = f.pool.allocations();
    for (int i = 0; i < 1000; ++i) {
        f.push(lane::event, delivery::strict, "news", "a");
        f.take();
    }
    CHECK(f.pool.allocations() == before);
}

TEST_CASE("line breaks in the data become data lines", "[http][outbox]") {
    outbox_fixture f;
    auto const frame = f.event("news", "a\nb\r\nc\rd\n");
    CHECK(frame->payload() == "event: news\ndata: a\ndata: b\ndata: c\ndata: d\ndata: \n\n");
}

TEST_CASE("state of the control lane goes before events, conflated or paced, and behind that lane's messages",
          "[http]") {
    bool const paced = GENERATE(false, true);
    http::outbox_options options;
    options.paced = paced;
    outbox_fixture f{options};
    f.push_state(7, "ticker");
    f.push(http::lane::event, http::delivery::fast, "trades", "trade", 1);
    f.push_definition(1, "old");
    f.push_definition(2, "other");
    f.push_definition(1, "new");
    f.push(http::lane::control, http::delivery::strict, "hello", "you");
    auto const expected = paced ? std::vector<std::string>{"hello:you",      "definition:old",   "definition:other",
                                                           "definition:new", "trades#e-1:trade", "ticker:ticker"}
                                : std::vector<std::string>{"hello:you", "definition:new", "definition:other",
                                                           "trades#e-1:trade", "ticker:ticker"};
    CHECK(f.take() == expected);
    CHECK(f.who.box.queued() == 0);
}

TEST_CASE("a snapshot of definitions goes before the trades that came meanwhile", "[http]") {
    outbox_fixture f;
    for (std::uint32_t i = 0; i < 20; ++i)
        f.source->cells.set(1'000'000 + i, 1, 1'000'000 + i, f.event("definition", std::to_string(i)), true);
    f.who.box.prime(1);
    f.push(http::lane::event, http::delivery::fast, "trades", "trade", 1);
    auto const got = f.take();
    REQUIRE(got.size() == 21);
    CHECK(got[0] == "definition:0");
    CHECK(std::count_if(got.begin(), got.begin() + 17, [](auto const& e) { return e.starts_with("definition"); }) >=
          16);
}
