#include "puppets.hpp"

#include <catch2/catch.hpp>

using namespace puppets;
using tickhub::lifecycle::stop_result;

namespace {

// Publishes tickers of one instrument at these market times, `batch` a call.
part feed_at(std::vector<std::uint64_t> times, std::size_t batch) {
    auto at = std::make_shared<std::size_t>(0);
    auto id = std::make_shared<tickhub_instrument_id>(0);
    part p;
    p.make = [id](tickhub::host& host) { *id = host.define_instrument("TCS"); };
    p.next = [=](tickhub::host& host, std::uint32_t) {
        for (std::size_t i = 0; i < batch && *at < times.size(); ++i, ++*at) {
            host.publish(ticker(*id, times[*at], static_cast<std::int64_t>(times[*at])));
        }
        return *at == times.size() ? tickhub::pull_result::ended() : tickhub::pull_result::more();
    };
    return p;
}

constexpr char const* three = R"(
hub: {clock: feed}
feeds: {feed: {plugin: pull_puppet}}
processors: {middle: {plugin: processor_puppet}}
sinks: {sink: {plugin: sink_puppet}}
routes: [{from: feed, to: [middle, sink]}, {from: middle, to: sink}]
)";

std::string name_of(tickhub::host& host, std::string const& what) {
    return std::string{host.name()} + " " + what + " at " + std::to_string(host.market_time());
}

} // namespace

TEST_CASE("on a replay's clock an event and all that derives from it pass before the next enters", "[lifecycle]") {
    auto const batch = GENERATE(std::size_t{1}, std::size_t{2}, std::size_t{100});
    journal seen;
    part middle;
    middle.start = [](tickhub::host& host) { host.set_market_timer(15, 1); };
    middle.on_timer = [&seen](tickhub::host& host, std::uint64_t) { seen.write(name_of(host, "timer")); };
    middle.on_events = [&seen](tickhub::host& host, tickhub::event_batch events) {
        for (tickhub::event const e : events) {
            auto const price = e.as<tickhub_ticker>()->last_price;
            seen.write(name_of(host, std::to_string(price)));
            host.publish(ticker(e.instrument(), host.market_time(), price * 1'000));
        }
    };
    part sink;
    sink.on_events = [&seen](tickhub::host& host, tickhub::event_batch events) {
        for (tickhub::event const e : events) {
            seen.write(name_of(host, std::to_string(e.as<tickhub_ticker>()->last_price)));
        }
    };
    play cast{{{"feed", feed_at({10, 20, 20}, batch)}, {"middle", middle}, {"sink", sink}}};
    auto const hub = cast.build(three);
    REQUIRE(hub->start().empty());
    REQUIRE(seen.wait_for("sink 20000 at 20", 2));
    CHECK(hub->stop() == stop_result::clean);
    CHECK(seen.lines() == std::vector<std::string>{"middle 10 at 10", "sink 10 at 10", "sink 10000 at 10", //
                                                   "middle timer at 15",                                   //
                                                   "middle 20 at 20", "sink 20 at 20", "sink 20000 at 20", //
                                                   "middle 20 at 20", "sink 20 at 20", "sink 20000 at 20"});
}

TEST_CASE("timers that are due together fire by due time, then by component, then by creation", "[lifecycle]") {
    journal seen;
    auto const with_timers = [&seen](std::vector<std::uint64_t> due) {
        part p;
        p.start = [due](tickhub::host& host) {
            for (auto const time : due)
                host.set_market_timer(time, time);
        };
        p.on_timer = [&seen](tickhub::host& host, std::uint64_t token) {
            seen.write(std::string{host.name()} + " " + std::to_string(token));
        };
        p.on_events = [&seen](tickhub::host& host, tickhub::event_batch) {
            seen.write(std::string{host.name()} + " event");
        };
        return p;
    };
    play cast{{{"feed", feed_at({10, 50}, 1)}, {"middle", with_timers({40, 30})}, {"sink", with_timers({30, 35})}}};
    auto const hub = cast.build(three);
    REQUIRE(hub->start().empty());
    REQUIRE(seen.wait_for("sink event", 2));
    CHECK(hub->stop() == stop_result::clean);
    CHECK(seen.lines() == std::vector<std::string>{"middle event", "sink event", "middle 30", "sink 30", "sink 35",
                                                   "middle 40", "middle event", "sink event"});
}

TEST_CASE("market time does not go back within a pass, and a reset sets it anew", "[lifecycle]") {
    journal seen;
    part feed;
    auto step = std::make_shared<int>(0);
    feed.next = [step](tickhub::host& host, std::uint32_t) {
        switch ((*step)++) {
        case 0:
            host.publish(ticker(0, 100, 1));
            break;
        case 1:
            host.publish(ticker(0, 90, 2));
            break; // a dirty file
        case 2: {
            auto reset = tickhub::make_record<tickhub_reset>(0, 10);
            reset.reason = TICKHUB_RESET_REASON_LOOP;
            host.publish(reset);
            break;
        }
        case 3:
            host.publish(ticker(0, 20, 3));
            break;
        default:
            return tickhub::pull_result::ended();
        }
        return tickhub::pull_result::more();
    };
    part sink;
    sink.on_events = [&seen](tickhub::host& host, tickhub::event_batch events) {
        for (tickhub::event const e : events) {
            seen.write(std::to_string(host.market_time()) + " recv " + std::to_string(e.header().ts_recv));
        }
    };
    play cast{{{"feed", feed}, {"sink", sink}}};
    auto const hub = cast.build(R"(
hub: {clock: feed}
feeds: {feed: {plugin: pull_puppet}}
sinks: {sink: {plugin: sink_puppet}}
routes: [{from: feed, to: sink}]
)");
    REQUIRE(hub->start().empty());
    REQUIRE(seen.wait_for("20 recv 20"));
    CHECK(hub->stop() == stop_result::clean);
    CHECK(seen.lines() == std::vector<std::string>{"100 recv 100", "100 recv 100", "10 recv 10", "20 recv 20"});
}

TEST_CASE(
    "a component that publishes more than an inbox holds fails with the inbox's name, since nobody could make room",
    "[lifecycle]") {
    journal seen;
    part middle;
    middle.on_events = [](tickhub::host& host, tickhub::event_batch) {
        for (int i = 0; i < 100; ++i)
            host.publish(ticker(0, host.market_time(), i));
    };
    part admin;
    admin.on_events = [&seen](tickhub::host&, tickhub::event_batch batch) {
        for (tickhub::event const e : batch) {
            if (auto const* n = e.as<tickhub_notice>()) {
                auto const text = e.text(n->text);
                if (text.find("raise that inbox") != std::string_view::npos &&
                    text.find("inbox of sink") != std::string_view::npos) {
                    seen.write("told");
                }
            }
        }
    };
    play cast{{{"feed", feed_at({10}, 1)}, {"middle", middle}, {"admin", admin}}};
    auto const hub = cast.build(R"(
hub: {clock: feed}
feeds: {feed: {plugin: pull_puppet}}
processors: {middle: {plugin: processor_puppet}}
sinks: {sink: {plugin: sink_puppet, inbox: {records: 10}}, admin: {plugin: sink_puppet}}
routes: [{from: feed, to: middle}, {from: middle, to: sink}, {from: hub, to: admin}]
)");
    REQUIRE(hub->start().empty());
    CHECK(seen.wait_for("told"));
    CHECK(hub->stop() == stop_result::clean);
}
