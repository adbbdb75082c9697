#include "allocations.hpp"
#include "stage.hpp"

#include <catch2/catch.hpp>

using tests::brief;
using tests::stage;

TEST_CASE("a client is greeted, then given the current state, then what happens", "[sse_broadcaster]") {
    stage hub;
    hub.definition(hub.tcs, "TCS");
    hub.ticker(hub.tcs, 3189);
    hub.ticker(hub.tcs, 3190);
    hub.trade(hub.tcs, 3190);
    auto const client = hub.request();
    hub.trade(hub.tcs, 3191);

    CHECK(hub.host().http.mounts() == std::vector<std::string>{"web /stream"});
    CHECK(hub.read(client) ==
          R"(hello #2 {"protocol":"tickhub.v1","epoch":"EPOCH","server_time":"2021-06-11T03:45:52.000000000Z"}
definition {"record":"definition","symbol":"TCS","publisher":"nse","sequence":1,"ts_event":"2021-06-11T03:45:52.000000000Z","ts_recv":"2021-06-11T03:45:52.000000000Z","quantity_decimals":0}
ticker {"record":"ticker","symbol":"TCS","publisher":"nse","sequence":3,"ts_event":"2021-06-11T03:45:52.000000000Z","ts_recv":"2021-06-11T03:45:52.000000000Z","last_price":3190,"sum_epoch":0}
trades #3 {"record":"trades","symbol":"TCS","publisher":"nse","sequence":5,"ts_event":"2021-06-11T03:45:52.000000000Z","ts_recv":"2021-06-11T03:45:52.000000000Z","action":"new","price":3191,"quantity":1,"side":"buy"}
)");
}

TEST_CASE("a client gets the topics and symbols that it named, and what explains them", "[sse_broadcaster]") {
    stage hub;
    hub.definition(hub.tcs, "TCS");
    hub.definition(hub.infy, "INFY");
    auto const client = hub.request({{"topics", "ticker"}, {"symbols", "TCS"}});
    hub.ticker(hub.tcs, 3190);
    hub.ticker(hub.infy, 1402);
    hub.trade(hub.tcs, 3190);
    hub.reset();
    CHECK(brief(hub.read(client)) == "hello\ndefinition TCS\nticker TCS 3190\nreset\n");
}

TEST_CASE("a symbol of which nothing was heard yet can be subscribed to", "[sse_broadcaster]") {
    stage hub;
    auto const client = hub.request({{"symbols", "TCS"}});
    hub.read(client);
    hub.ticker(hub.tcs, 3190);
    CHECK(brief(hub.read(client)) == "ticker TCS 3190\n");
}

TEST_CASE("a client that wants everything gets instruments and publishers that come later", "[sse_broadcaster]") {
    stage hub;
    auto const client = hub.request();
    hub.read(client);
    auto const late = hub.define("WIPRO");
    hub.ticker(late, 540, stage::bse);
    CHECK(brief(hub.read(client)) == "ticker WIPRO 540\n");
}

TEST_CASE("what can't be had is told, and the rest is served", "[sse_broadcaster]") {
    stage hub;
    auto const client = hub.request({{"topics", "ticker,book"}, {"symbols", "TCS,\"X\""}});
    hub.ticker(hub.tcs, 3190);
    CHECK(hub.read(client) ==
          R"(hello #1 {"protocol":"tickhub.v1","epoch":"EPOCH","server_time":"2021-06-11T03:45:52.000000000Z"}
problem {"code":"unknown_topic","topic":"book","text":"there is no such topic here; there are definition, status, feed_status, reset, ticker, trades, bbo, ohlcv, index, movers, news, alert, imbalance, corporate_action, statistics"}
problem {"code":"unknown_symbol","symbol":"\"X\"","text":"no feed of this hub brings this symbol"}
ticker {"record":"ticker","symbol":"TCS","publisher":"nse","sequence":1,"ts_event":"2021-06-11T03:45:52.000000000Z","ts_recv":"2021-06-11T03:45:52.000000000Z","last_price":3190,"sum_epoch":0}
)");
}

TEST_CASE("a misspelt parameter is told with those that there are", "[sse_broadcaster]") {
    stage hub;
    auto const client = hub.request({{"topic", "ticker"}, {"symbols", "TCS"}});
    hub.trade(hub.tcs, 3190);
    auto const read = hub.read(client);
    CHECK_THAT(read, Catch::Contains(R"(
problem {"code":"unknown_parameter","parameter":"topic","text":"there is no such parameter here; there are topics, symbols, last_event_id"}
)"));
    CHECK(brief(read) == "hello\nproblem\ntrades TCS 3190\n");
}

TEST_CASE("only GET opens a stream, and HEAD, of which the host sends the head alone", "[sse_broadcaster]") {
    stage hub;
    CHECK(hub.read(hub.request({}, {}, "HEAD")).substr(0, 9) == "hello #1 ");
    CHECK(hub.read(hub.request({}, {}, "POST")) == "405 text/plain; charset=utf-8 This is an event stream: GET it.\n");
}

TEST_CASE("only the topics that the operator serves are sent, and definitions", "[sse_broadcaster]") {
    stage hub{{{"topics", std::vector<std::string>{"ticker"}}}};
    auto const client = hub.request();
    hub.definition(hub.tcs, "TCS");
    hub.trade(hub.tcs, 3190);
    hub.ticker(hub.tcs, 3190);
    hub.reset();
    CHECK(brief(hub.read(client)) == "hello\ndefinition TCS\nticker TCS 3190\n");
}

TEST_CASE("after a reset newcomers get no state of that publisher's market", "[sse_broadcaster]") {
    stage hub;
    hub.definition(hub.tcs, "TCS");
    hub.definition(hub.nifty, "NIFTY", stage::bse);
    hub.request({{"symbols", "TCS"}}); // TCS has a group of its own too
    hub.ticker(hub.tcs, 3190);
    hub.ticker(hub.nifty, 15799, stage::bse);
    hub.reset(stage::nse);
    CHECK(brief(hub.read(hub.request())) == "hello\ndefinition TCS\ndefinition NIFTY\nticker NIFTY 15799\n");
    CHECK(brief(hub.read(hub.request({{"symbols", "TCS"}}))) == "hello\ndefinition TCS\n");
}

TEST_CASE("what others derive of an instrument ends with its feed's reset", "[sse_broadcaster]") {
    stage hub;
    hub.definition(hub.tcs, "TCS");
    hub.ticker(hub.tcs, 3190, stage::bse);
    hub.reset(stage::nse);
    CHECK(brief(hub.read(hub.request({{"topics", "ticker"}}))) == "hello\ndefinition TCS\n");
}

TEST_CASE("how the feed is doing outlives its reset", "[sse_broadcaster]") {
    stage hub;
    auto status = hub.make<tickhub_feed_status>(0);
    status.condition = TICKHUB_FEED_CONDITION_REPLAY;
    hub.publish(status);
    hub.reset();
    CHECK(brief(hub.read(hub.request({{"topics", "ticker"}}))) == "hello\nfeed_status\n");
}

TEST_CASE("a gap is told to those who subscribed to its topic", "[sse_broadcaster]") {
    stage hub;
    auto const of_trades = hub.request({{"topics", "trades"}, {"symbols", "TCS"}});
    auto const of_tickers = hub.request({{"topics", "ticker"}});
    tickhub::batch_builder batch;
    batch.add(hub.make<tickhub_gap>(0), {{&tickhub_gap::topic, "trades"}});
    hub.publish(batch);
    CHECK(brief(hub.read(of_trades)) == "hello\ngap\n");
    CHECK(brief(hub.read(of_tickers)) == "hello\n");
    SECTION("and one in several topics to everyone") {
        hub.publish(hub.make<tickhub_gap>(0));
        CHECK(brief(hub.read(of_trades)) == "gap\n");
        CHECK(brief(hub.read(of_tickers)) == "gap\n");
    }
}

TEST_CASE("news about several instruments reaches each reader once", "[sse_broadcaster]") {
    stage hub;
    auto const both = hub.request({{"topics", "news"}, {"symbols", "TCS,INFY"}});
    auto const one = hub.request({{"topics", "news"}, {"symbols", "INFY"}});
    auto const other = hub.request({{"topics", "news"}, {"symbols", "NIFTY"}});
    auto const every = hub.request({{"topics", "news"}});
    hub.news("IT up", {hub.tcs, hub.infy});
    hub.news("Index up", {hub.nifty, hub.infy});
    hub.news("TCS up", {hub.tcs});
    hub.news("All up", {});
    CHECK(brief(hub.read(both)) == "hello\nnews IT up\nnews Index up\nnews TCS up\nnews All up\n");
    CHECK(brief(hub.read(one)) == "hello\nnews IT up\nnews Index up\nnews All up\n");
    CHECK(brief(hub.read(other)) == "hello\nnews Index up\nnews All up\n");
    CHECK(brief(hub.read(every)) == "hello\nnews IT up\nnews Index up\nnews TCS up\nnews All up\n");
}

TEST_CASE("records travel in the manner of their class", "[sse_broadcaster]") {
    stage hub;
    auto const client = hub.request();
    hub.definition(hub.tcs, "TCS");
    hub.ticker(hub.tcs, 3190);
    hub.trade(hub.tcs, 3190);
    hub.reset();
    auto bar = hub.make<tickhub_ohlcv>(hub.tcs);
    hub.publish(bar);
    bar.is_final = 1;
    hub.publish(bar);
    CHECK(hub.manners(client) == "hello: control/strict\n"
                                 "definition: control/state\n"
                                 "ticker: state/state\n"
                                 "trades: event/fast\n"
                                 "reset: event/strict\n"
                                 "ohlcv: state/state\n"
                                 "ohlcv: event/strict\n");
}

TEST_CASE("the stream is opened as the settings say", "[sse_broadcaster]") {
    stage hub{{{"pace", "clients"}, {"heartbeat", std::int64_t{5'000'000'000}}, {"retry", std::int64_t{250'000'000}}}};
    hub.trade(hub.tcs, 1);
    auto const& options = hub.options(hub.request());
    CHECK(options.paced == 1);
    CHECK(options.heartbeat == 5'000'000'000);
    CHECK(options.retry_ms == 250);
    CHECK(options.sequence == 2);
    CHECK(options.epoch != 0);
}

TEST_CASE("a path that can't be mounted is refused", "[sse_broadcaster]") {
    CHECK(stage{{{"path", "stream"}}}.refusals() == "path: a path begins with /, as in /stream\n");
}

TEST_CASE("a record is encoded and framed once, whoever listens", "[sse_broadcaster]") {
    stage hub;
    for (int i = 0; i < 10; ++i)
        hub.request({{"symbols", i % 2 == 0 ? "*" : "TCS"}});
    hub.ticker(hub.tcs, 3190);
    CHECK(hub.host().http.broadcasts() == 1);
}

TEST_CASE("a client that has gone is sent nothing more", "[sse_broadcaster]") {
    stage hub;
    auto const client = hub.request();
    hub.read(client);
    hub.disconnect(client);
    hub.ticker(hub.tcs, 3190);
    CHECK(hub.read(client).empty());
}

TEST_CASE("once warm, broadcasting allocates nothing", "[sse_broadcaster]") {
    stage hub;
    hub.request();
    hub.request({{"symbols", "TCS,INFY"}});
    hub.host().http.mute(true);
    auto const publish_all = [&] {
        for (int i = 0; i < 100; ++i) {
            hub.ticker(hub.tcs, 3190 + i);
            hub.trade(hub.infy, 1402 + i);
        }
    };
    publish_all();
    auto const before = tests::allocations();
    REQUIRE(before != 0);
    publish_all();
    CHECK(tests::allocations() - before == 0);
}
