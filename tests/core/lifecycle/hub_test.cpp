#include "lifecycle/left_behind.hpp"
#include "puppets.hpp"

#include <catch2/catch.hpp>

#include <memory>

using namespace puppets;
using tickhub::lifecycle::stop_result;

namespace {

// Publishes tickers 1 … count of one instrument, as many a call as it is asked for, and ends.
part counting_feed(std::uint64_t count) {
    auto sent = std::make_shared<std::uint64_t>(0);
    auto id = std::make_shared<tickhub_instrument_id>(0);
    part p;
    p.make = [id](tickhub::host& host) { *id = host.define_instrument("TCS"); };
    p.next = [=](tickhub::host& host, std::uint32_t max) {
        tickhub::batch_builder batch;
        for (std::uint32_t i = 0; i < max && *sent < count; ++i) {
            ++*sent;
            batch.add(ticker(*id, 1'000 + *sent, static_cast<std::int64_t>(*sent)).header);
        }
        host.publish(batch);
        return *sent == count ? tickhub::pull_result::ended() : tickhub::pull_result::more();
    };
    return p;
}

// Writes `name price` for each ticker, and `gap` for each gap.
part writing_sink(journal& to) {
    part p;
    p.on_events = [&to](tickhub::host& host, tickhub::event_batch batch) {
        for (tickhub::event const e : batch) {
            if (auto const* t = e.as<tickhub_ticker>()) {
                to.write(std::string{host.name()} + " " + std::to_string(t->last_price));
            } else if (e.as<tickhub_gap>() != nullptr) {
                to.write(std::string{host.name()} + " gap");
            }
        }
    };
    return p;
}

// Writes `component code` for each notice.
part noticing_sink(journal& to) {
    part p;
    p.on_events = [&to](tickhub::host&, tickhub::event_batch batch) {
        for (tickhub::event const e : batch) {
            if (auto const* n = e.as<tickhub_notice>()) {
                to.write(std::string{e.text(n->component)} + " " + std::string{e.text(n->code)});
            }
        }
    };
    return p;
}

constexpr char const* feed_to_sink = R"(
feeds: {feed: {plugin: pull_puppet}}
sinks: {sink: {plugin: sink_puppet}}
routes: [{from: feed, to: sink}]
)";

} // namespace

TEST_CASE("what a feed publishes reaches the sink, all of it and in order", "[lifecycle]") {
    journal seen;
    play cast{{{"feed", counting_feed(10'000)}, {"sink", writing_sink(seen)}}};
    auto const hub = cast.build(feed_to_sink);
    REQUIRE(hub->start().empty());
    REQUIRE(seen.wait_for("sink 10000"));
    CHECK(hub->stop() == stop_result::clean);
    auto const lines = seen.lines();
    REQUIRE(lines.size() == 10'000);
    for (std::size_t i = 0; i < lines.size(); ++i)
        REQUIRE(lines[i] == "sink " + std::to_string(i + 1));
}

TEST_CASE("stopping drains: what was published before reaches the sink", "[lifecycle]") {
    journal seen;
    latch let_go;
    auto feed = counting_feed(5'000);
    feed.next = [&seen, next = feed.next](tickhub::host& host, std::uint32_t max) {
        auto const result = next(host, max);
        if (result.next == TICKHUB_PULL_ENDED)
            seen.write("all published");
        return result;
    };
    auto sink = writing_sink(seen);
    sink.on_events = [&let_go, write = sink.on_events](tickhub::host& host, tickhub::event_batch batch) {
        let_go.wait();
        write(host, batch);
    };
    play cast{{{"feed", feed}, {"sink", sink}}};
    auto const hub = cast.build(feed_to_sink);
    REQUIRE(hub->start().empty());
    REQUIRE(seen.wait_for("all published"));
    let_go.open();
    CHECK(hub->stop() == stop_result::clean);
    CHECK(seen.count("sink 5000") == 1);
}

TEST_CASE("components start consumers first, and stop producers first", "[lifecycle]") {
    journal seen;
    auto const noting = [&seen] {
        part p;
        p.start = [&seen](tickhub::host& host) { seen.write("start " + std::string{host.name()}); };
        p.drain = [&seen](tickhub::host& host) { seen.write("drain " + std::string{host.name()}); };
        return p;
    };
    play cast{{{"feed", noting()}, {"middle", noting()}, {"sink", noting()}}};
    auto const hub = cast.build(R"(
feeds: {feed: {plugin: timer_puppet}}
processors: {middle: {plugin: processor_puppet}}
sinks: {sink: {plugin: sink_puppet}}
routes: [{from: feed, to: middle}, {from: middle, to: sink}]
)");
    REQUIRE(hub->start().empty());
    CHECK(hub->stop() == stop_result::clean);
    CHECK(seen.lines() == std::vector<std::string>{"start sink", "start middle", "start feed", "drain feed",
                                                   "drain middle", "drain sink"});
}

TEST_CASE("a sink that throws is started again, and first given the current state", "[lifecycle]") {
    journal seen;
    auto sink = writing_sink(seen);
    auto lives = std::make_shared<int>(0);
    sink.start = [lives](tickhub::host&) { ++*lives; };
    sink.on_events = [lives, &seen, write = sink.on_events](tickhub::host& host, tickhub::event_batch batch) {
        if (*lives == 1)
            throw std::runtime_error{"on purpose"};
        for (tickhub::event const e : batch) {
            if ((e.header().flags & TICKHUB_FLAG_SNAPSHOT) != 0)
                seen.write("snapshot");
        }
        write(host, batch);
    };
    play cast{{{"feed", counting_feed(3)}, {"sink", sink}}};
    auto const hub = cast.build(feed_to_sink);
    REQUIRE(hub->start().empty());
    CHECK(seen.wait_for("sink 3"));
    CHECK(hub->stop() == stop_result::clean);
    CHECK(seen.count("snapshot") == 1);
    CHECK(*lives == 2);
}

TEST_CASE("a component that fails more often than its budget is given up, named by readyz, and harms no other",
          "[lifecycle]") {
    journal seen;
    part bad;
    bad.start = [](tickhub::host&) { throw std::runtime_error{"no such device"}; };
    play cast{
        {{"feed", counting_feed(100)}, {"bad", bad}, {"good", writing_sink(seen)}, {"admin", noticing_sink(seen)}}};
    auto const hub = cast.build(R"(
hub: {restart: {budget: 1, within: 1m}}
listeners: {web: {address: "127.0.0.1:0"}}
feeds: {feed: {plugin: pull_puppet}}
sinks: {bad: {plugin: sink_puppet}, good: {plugin: sink_puppet}, admin: {plugin: sink_puppet}}
routes: [{from: feed, to: [bad, good]}, {from: hub, to: admin}]
)");
    REQUIRE(hub->start().empty());
    CHECK(seen.wait_for("good 100"));
    CHECK(seen.wait_for("bad component_given_up"));
    CHECK(seen.count("bad component_failed") == 1);
    auto const ready = get(hub->ports().at("web"), "/readyz");
    CHECK(ready.find("503") != std::string::npos);
    CHECK(ready.find(R"("bad":{"condition":"failed","text":"start: no such device")") != std::string::npos);
    CHECK(get(hub->ports().at("web"), "/healthz").find("200") != std::string::npos);
    CHECK(hub->stop() == stop_result::clean);
}

TEST_CASE("a component that has failed for good is given up at once", "[lifecycle]") {
    journal seen;
    auto feed = counting_feed(10);
    feed.next = [&seen](tickhub::host&, std::uint32_t) -> tickhub::pull_result {
        seen.write("next");
        throw tickhub::permanent_failure{"day.csv:7: unparsable"};
    };
    play cast{{{"feed", feed}, {"admin", noticing_sink(seen)}}};
    auto const hub = cast.build(R"(
feeds: {feed: {plugin: pull_puppet}}
sinks: {admin: {plugin: sink_puppet}}
routes: [{from: hub, to: admin}]
)");
    REQUIRE(hub->start().empty());
    CHECK(seen.wait_for("feed component_given_up"));
    CHECK(hub->stop() == stop_result::clean);
    CHECK(seen.count("next") == 1);
    CHECK(seen.count("feed component_failed") == 0);
}

TEST_CASE("a callback that never returns is quarantined while the others go on", "[lifecycle]") {
    journal seen;
    auto const until_the_end = std::make_shared<latch>(); // outlives the test: a thread is left behind in it
    part stuck;
    stuck.on_events = [&seen, until_the_end](tickhub::host&, tickhub::event_batch) {
        seen.write("stuck");
        until_the_end->wait();
    };
    auto const clock = GENERATE(std::string{"host"}, std::string{"feed"});
    play cast{{{"feed", counting_feed(2'000)},
               {"stuck", stuck},
               {"good", writing_sink(seen)},
               {"admin", noticing_sink(seen)}}};
    auto hub = cast.build("hub: {stuck_after: 200ms, clock: " + clock + R"(}
listeners: {web: {address: "127.0.0.1:0"}}
feeds: {feed: {plugin: pull_puppet}}
sinks: {stuck: {plugin: sink_puppet}, good: {plugin: sink_puppet}, admin: {plugin: sink_puppet}}
routes: [{from: feed, to: stuck, when_full: drop_newest}, {from: feed, to: good}, {from: hub, to: admin}]
)");
    REQUIRE(hub->start().empty());
    REQUIRE(seen.wait_for("stuck"));
    CHECK(seen.wait_for("good 2000"));
    REQUIRE(seen.wait_for("stuck component_quarantined"));
    auto const ready = get(hub->ports().at("web"), "/readyz");
    CHECK(ready.find(R"("stuck":{"condition":"quarantined")") != std::string::npos);
    CHECK(hub->stop() == stop_result::late);
    // The program ends by _exit here, since threads may still be inside; a test goes on, and keeps what they may touch.
    tickhub::lifecycle::leave_behind(std::move(hub));
    until_the_end->open();
}

TEST_CASE("a blocking route loses nothing, however slow the sink and small its inbox", "[lifecycle]") {
    journal seen;
    play cast{{{"feed", counting_feed(20'000)}, {"sink", writing_sink(seen)}}};
    auto const hub = cast.build(R"(
feeds: {feed: {plugin: pull_puppet}}
sinks: {sink: {plugin: sink_puppet, inbox: {records: 16}}}
routes: [{from: feed, to: sink, when_full: block}]
)");
    REQUIRE(hub->start().empty());
    REQUIRE(seen.wait_for("sink 20000"));
    CHECK(hub->stop() == stop_result::clean);
    CHECK(seen.lines().size() == 20'000);
}

TEST_CASE("a loop feed's timers come inside its wait, and it ends when the hub stops", "[lifecycle]") {
    journal seen;
    part feed;
    feed.run = [&seen](tickhub::host& host, tickhub::loop context) {
        host.set_steady_timer(host.steady_time(), 7);
        while (context.wait(UINT64_MAX))
            seen.write("woken");
        seen.write("over");
    };
    feed.on_timer = [&seen](tickhub::host&, std::uint64_t token) { seen.write("timer " + std::to_string(token)); };
    play cast{{{"feed", feed}}};
    auto const hub = cast.build("feeds: {feed: {plugin: loop_puppet}}\n");
    REQUIRE(hub->start().empty());
    CHECK(seen.wait_for("woken"));
    CHECK(hub->stop() == stop_result::clean);
    CHECK(seen.lines() == std::vector<std::string>{"timer 7", "woken", "over"});
}

TEST_CASE("a background job's end is told by an ordinary callback", "[lifecycle]") {
    journal seen;
    part sink;
    sink.start = [&seen](tickhub::host& host) {
        REQUIRE(host.run_in_background([](void* to) { static_cast<journal*>(to)->write("job"); }, &seen, 42));
    };
    sink.on_background = [&seen](tickhub::host&, std::uint64_t token) { seen.write("done " + std::to_string(token)); };
    play cast{{{"sink", sink}}};
    auto const hub = cast.build("sinks: {sink: {plugin: sink_puppet}}\n");
    REQUIRE(hub->start().empty());
    CHECK(seen.wait_for("done 42"));
    CHECK(hub->stop() == stop_result::clean);
    CHECK(seen.lines() == std::vector<std::string>{"job", "done 42"});
}

TEST_CASE("jobs that drain begins are done before stop", "[lifecycle]") {
    journal seen;
    part sink;
    sink.drain = [&seen](tickhub::host& host) {
        for (std::uint64_t i = 0; i < 3; ++i)
            REQUIRE(host.run_in_background([](void* to) { static_cast<journal*>(to)->write("job"); }, &seen, i));
    };
    sink.on_background = [&seen](tickhub::host&, std::uint64_t token) { seen.write("done " + std::to_string(token)); };
    sink.stop = [&seen](tickhub::host&) { seen.write("stop"); };
    play cast{{{"sink", sink}}};
    auto const hub = cast.build("sinks: {sink: {plugin: sink_puppet}}\n");
    REQUIRE(hub->start().empty());
    CHECK(hub->stop() == stop_result::clean);
    CHECK(seen.count("job") == 3);
    CHECK(seen.count("done 2") == 1);
    CHECK(seen.lines().back() == "stop");
}

TEST_CASE("a component that can't be made is a problem of the configuration, at its place", "[lifecycle]") {
    part sink;
    sink.make = [](tickhub::host&) { throw std::runtime_error{"the licence is missing"}; };
    play cast{{{"sink", sink}}};
    auto const problems = cast.problems_of("sinks:\n  sink: {plugin: sink_puppet}\n");
    CHECK(problems.find("test.yaml:2:3: sink can't be made: create: the licence is missing") == 0);
}

TEST_CASE("a plugin whose create does not return is told of, and does not hold up the check", "[lifecycle]") {
    auto const until_the_end = std::make_shared<latch>(); // outlives the test: a thread is left behind in it
    part sink;
    sink.make = [until_the_end](tickhub::host&) { until_the_end->wait(); };
    play cast{{{"sink", sink}}};
    auto const problems = cast.problems_of("hub: {stuck_after: 100ms}\nsinks: {sink: {plugin: sink_puppet}}\n");
    CHECK(problems.find("test.yaml:2:9: sink can't be made: its plugin's create has not returned") == 0);
    until_the_end->open();
}

TEST_CASE("a route that selects a symbol which nobody brings is a problem", "[lifecycle]") {
    play cast{{{"feed", counting_feed(1)}}};
    auto const problems = cast.problems_of(R"(
feeds: {feed: {plugin: pull_puppet}}
sinks: {sink: {plugin: sink_puppet}}
routes: [{from: feed, to: sink, select: {symbols: [TCS, INFY]}}]
)");
    CHECK(problems.find("no feed brings the symbol `INFY`") != std::string::npos);
    CHECK(problems.find("TCS`") == std::string::npos);
}
