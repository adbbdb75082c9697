// What a client gets that comes back, with no socket between.
#include "outbox_fixture.hpp"

#include <catch2/catch.hpp>

using namespace tests;
using http::delivery;
using http::fate;
using http::lane;

namespace {

constexpr http::topic_number news = 0;
constexpr http::topic_number trades = 1;
using texts = std::vector<std::string>;
using earlier = std::vector<outbox_fixture::sent_before>;

earlier news_to_group_1(std::uint64_t first, std::uint64_t last) {
    earlier sent;
    for (; first <= last; ++first)
        sent.push_back({news, 1, first});
    return sent;
}

http::outbox_options coming_back() {
    http::outbox_options options;
    options.resumes = true;
    options.epoch = 0xe;
    return options;
}

// Keeps 100 news and 3 trades. The client, who comes back, is in group 1 from the beginning.
struct resume_fixture : outbox_fixture {
    explicit resume_fixture(earlier const& sent = {}, http::outbox_options const& options = coming_back())
        : outbox_fixture{options,
                         {{"news", {.count = 100, .bytes = 1'000'000}}, {"trades", {.count = 3, .bytes = 1'000'000}}},
                         sent} {
        join(1);
    }
    /// The answer for each topic: "+2" for two that are replayed, "-2" for two that are missed, "?" for an unknown
    /// part.
    std::string resume(std::optional<std::uint64_t> position, std::vector<http::topic_number> const& topics = {news}) {
        std::string all;
        for (auto const& answer : who.box.resume(position, topics)) {
            all += all.empty() ? "" : " ";
            all += !answer.count ? "?" : (answer.recovered ? "+" : "-") + std::to_string(*answer.count);
        }
        return all;
    }
    [[nodiscard]] std::uint64_t fated(fate what) const { return who.box.books()[what]; }
    [[nodiscard]] bool balanced() const { return who.box.books().balance() == who.box.queued(); }
};

} // namespace

TEST_CASE("who comes back gets what was sent to its groups since, and then goes on", "[http][resume]") {
    resume_fixture f{{{news, 1, 1}, {news, 0, 2}, {news, 1, 3}, {news, 0, 4}}};
    CHECK(f.resume(1) == "+1"); // 3 of 2, 3 and 4
    f.broadcast_kept(news, 1, 5);
    CHECK(f.who.box.queued() == 2);
    CHECK(f.take() == texts{"news#e-3:x", "news#e-5:1"});
    f.broadcast_kept(news, 1, 6);
    CHECK(f.take() == texts{"news#e-6:1"});
    CHECK(f.fated(fate::replayed) == 1);
    CHECK(f.fated(fate::offered) == 2);
    CHECK(f.balanced());
}

TEST_CASE("an id that can't be known, of the future, or from before the history, has missed an unknown part",
          "[http][resume]") {
    resume_fixture f{news_to_group_1(1, 1000)};
    SECTION("unknown") {
        CHECK(f.resume(std::nullopt) == "?");
    }
    SECTION("of the future") {
        CHECK(f.resume(1001) == "?");
    }
    SECTION("too old") {
        CHECK(f.resume(10) == "?");
    }
    SECTION("too old to be sent again, but not to be counted") {
        CHECK(f.resume(850) == "-150");
    }
    SECTION("a message was lost on its way to this I/O thread") {
        f.source->lost_at_handover = 960;
        CHECK(f.resume(955) == "?");
    }
    SECTION("the topic isn't kept") {
        CHECK(f.resume(1000, {http::not_kept}) == "?");
    }
    CHECK(f.take().empty());
    f.broadcast_kept(news, 1, 1001);
    CHECK(f.take() == texts{"news#e-1001:1"});
    CHECK(f.balanced());
}

TEST_CASE("each topic is recovered as a whole or not at all", "[http][resume]") {
    earlier sent = news_to_group_1(1, 10);
    for (auto& m : sent)
        m.topic = m.sequence % 2 == 0 ? trades : news;
    resume_fixture f{sent};
    SECTION("of trades one is gone") {
        CHECK(f.resume(3, {news, trades}) == "+3 -4");
        CHECK(f.take() == texts{"news#e-5:x", "news#e-7:x", "news#e-9:x"});
    }
    SECTION("all are there, and come in the order of their numbers") {
        CHECK(f.resume(5, {news, trades}) == "+2 +3");
        CHECK(f.take() == texts{"trades#e-6:x", "news#e-7:x", "trades#e-8:x", "news#e-9:x", "trades#e-10:x"});
    }
    SECTION("what isn't asked for isn't sent") {
        CHECK(f.resume(5, {trades}) == "+3");
        CHECK(f.take().size() == 3);
    }
    SECTION("what was sent to others is no loss") {
        f.leave(1);
        f.join(2);
        CHECK(f.resume(1, {news, trades}) == "+0 +0");
    }
    CHECK(f.balanced());
}

TEST_CASE("until it has resumed a client gets what is in the control lane alone, and no promise", "[http][resume]") {
    resume_fixture f;
    f.push(lane::control, delivery::strict, "hello", "1");
    f.push_state(1, "a");
    f.push_definition(1, "b");
    f.broadcast_kept(news, 1, 1);
    f.who.box.request_heartbeat();
    CHECK(f.take() == texts{"hello:1", "heartbeat:{}"});
    CHECK_FALSE(f.who.box.has_work());
    CHECK(f.resume(0) == "+0");
    f.who.box.say(f.event("resume", "x"));
    CHECK(f.take() == texts{"resume:x", "definition:b", "news#e-1:1", "ticker:a"});
    CHECK(f.balanced());
}

TEST_CASE("nothing overtakes the answer, however much is in the control lane", "[http][resume]") {
    resume_fixture f;
    f.broadcast_kept(news, 1, 1);
    for (int i = 0; i < 40; ++i)
        f.push(lane::control, delivery::strict, "problem", "x");
    CHECK(f.resume(0) == "+0");
    f.who.box.say(f.event("resume", "x"));
    auto const all = f.take();
    CHECK(all[40] == "resume:x");
    CHECK(all[41] == "news#e-1:1");
}

TEST_CASE("a heartbeat says how far a client has come that catches up", "[http][resume]") {
    resume_fixture f{news_to_group_1(1, 10)};
    CHECK(f.resume(4) == "+6");
    CHECK_FALSE(f.who.box.settled_position());
    CHECK(f.take(2) == texts{"news#e-5:x", "news#e-6:x"});
    f.who.box.request_heartbeat();
    CHECK(f.take(1) == texts{"heartbeat#e-6:{}"});
    CHECK(f.take().size() == 4);
    f.who.box.request_heartbeat();
    CHECK(f.take() == texts{"heartbeat#e-10:{}"});
    CHECK(f.who.box.settled_position() == 10);
}

TEST_CASE("where the history lets go of what a slow client still needs, it gets a gap", "[http][resume]") {
    resume_fixture f{{{trades, 1, 1}, {trades, 1, 2}, {trades, 1, 3}, {news, 1, 4}}};
    CHECK(f.resume(0, {news, trades}) == "+1 +3");
    SECTION("of frames") {
        for (std::uint64_t i = 5; i <= 6; ++i)
            f.broadcast_kept(trades, 1, i, delivery::fast);
        CHECK(f.who.box.queued() == 6);
        f.who.box.request_heartbeat();
        CHECK(f.take() == texts{"heartbeat#e-0:{}",
                                R"(gap:{"topic":"trades","first":1,"last":2,"count":2,"reason":"slow_client"})",
                                "trades#e-3:x", "news#e-4:x", "trades#e-5:1", "trades#e-6:1"});
        CHECK(f.fated(fate::dropped_slow) == 2);
    }
    SECTION("of all but a count") {
        for (std::uint64_t i = 5; i <= 104; ++i)
            f.broadcast_kept(trades, 1, i, delivery::fast);
        CHECK(f.balanced());
        CHECK(f.take() == texts{R"(gap:{"topic":"trades","first":1,"last":101,"count":100,"reason":"slow_client"})",
                                "news#e-4:x", "trades#e-102:1", "trades#e-103:1", "trades#e-104:1"});
        CHECK(f.fated(fate::dropped_slow) == 100);
    }
    CHECK(f.balanced());
    CHECK_FALSE(f.who.box.has_work());
}

TEST_CASE("numbers rise along a stream, also those of messages that aren't kept", "[http][resume]") {
    resume_fixture f;
    f.broadcast_kept(news, 1, 1);
    CHECK(f.resume(0) == "+0");
    f.push(lane::event, delivery::strict, "alert", "x", 2);
    f.broadcast_kept(news, 1, 3);
    f.push(lane::event, delivery::strict, "alert", "x", 4);
    CHECK(f.take() == texts{"news#e-1:1", "alert#e-2:x", "news#e-3:1", "alert#e-4:x"});
}

TEST_CASE("a group that is left or joined on the way counts from then on", "[http][resume]") {
    resume_fixture f{{{news, 1, 1}, {news, 3, 2}, {news, 1, 3}, {news, 2, 4}, {news, 3, 5}, {news, 1, 6}}};
    f.join(2);
    CHECK(f.resume(0) == "+4");
    CHECK(f.take(1) == texts{"news#e-1:x"});
    f.leave(2);
    CHECK(f.fated(fate::superseded) == 1); // 4
    CHECK(f.balanced());
    f.join(3);
    f.broadcast_kept(news, 3, 7);
    f.join(2);
    CHECK(f.take() == texts{"news#e-3:x", "news#e-6:x", "news#e-7:3"});
    CHECK(f.balanced());
}

TEST_CASE("a client that is sent away while it catches up gets what was there until then", "[http][resume]") {
    resume_fixture f;
    f.broadcast_kept(news, 1, 1);
    f.broadcast_kept(news, 1, 2);
    SECTION("after it has resumed") {
        CHECK(f.resume(0) == "+0");
        f.who.box.finish({});
    }
    SECTION("before it could") {
        f.who.box.finish({});
    }
    f.broadcast_kept(news, 1, 3);
    CHECK(f.take() == texts{"news#e-1:1", "news#e-2:1", "end"});
    CHECK(f.fated(fate::dropped_closed) == 1);
    CHECK(f.who.box.finished());
    CHECK(f.balanced());
}

TEST_CASE("the books count what a lost client was still to be sent", "[http][resume]") {
    resume_fixture f{{{news, 1, 1}}};
    CHECK(f.resume(0) == "+1");
    f.broadcast_kept(news, 1, 2);
    f.who.box.abandon();
    CHECK(f.fated(fate::dropped_closed) == 2);
    CHECK(f.balanced());
    f.broadcast_kept(news, 1, 3); // the history doesn't know it any more
}

TEST_CASE("a client that catches up needs no room, and a paced one holds the replay up", "[http][resume]") {
    auto options = coming_back();
    options.limits.frames = 4;
    options.paced = true;
    resume_fixture f{{}, options};
    CHECK(f.who.box.roomy());
    for (std::uint64_t i = 1; i <= 50; ++i)
        f.broadcast_kept(news, 1, i);
    CHECK(f.resume(0) == "+0");
    CHECK_FALSE(f.who.box.roomy());
    CHECK(f.take().size() == 50);
    CHECK(f.who.box.roomy());
    CHECK(f.who.box.accepting());
    CHECK(f.fated(fate::dropped_slow) == 0);
}
