#include "replay.hpp"
#include "support.hpp"

#include <tickhub/record.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace tickhub::csv_replay;
using namespace std::chrono_literals;
using tests::at;
using tests::stamp;

namespace {

using kind = replay::outcome::kind;

// Plays a replay to its end on a clock that jumps to each wake-up, and keeps what is published and when.
struct player {
    explicit player(tests::memory_files const& f) : files{f}, played{f.plan, "nse", listener, f.opener()} {}

    struct published {
        std::vector<char> bytes;
        std::uint64_t steady;
        [[nodiscard]] tickhub::event event() const {
            return tickhub::event{*reinterpret_cast<tickhub_event_header const*>(bytes.data())};
        }
    };

    // Stops after `most_passes` passes were begun.
    void run(std::uint32_t enough = 100, std::uint64_t most_passes = 1'000'000) {
        for (;;) {
            tickhub::batch_builder batch;
            auto const result = played.advance({steady, market}, enough, batch);
            if (played.passes() > most_passes)
                return;
            for (tickhub::event const e : batch.view())
                events.push_back({{e.bytes().begin(), e.bytes().end()}, steady});
            if (result.next == kind::ended)
                return;
            if (result.next == kind::wait) {
                REQUIRE(result.wake_at > steady);
                steady = result.wake_at;
            }
        }
    }
    template <class Record>
    [[nodiscard]] std::vector<Record> all() const {
        std::vector<Record> found;
        for (auto const& p : events) {
            if (auto const* record = p.event().as<Record>())
                found.push_back(*record);
        }
        return found;
    }
    // The records' names, shortened for comparison.
    [[nodiscard]] std::string names() const {
        std::string text;
        for (auto const& p : events)
            text.append(text.empty() ? "" : " ").append(tickhub::record_name(p.event().record()));
        return text;
    }

    tests::memory_files const& files;
    tests::recording_listener listener;
    replay played;
    std::uint64_t steady = 1'000'000'000'000;
    instant market = at("18:00");
    std::vector<published> events;
};

std::string const three_rows = "timestamp,ltp,volume\n"
                               "2021-06-11 09:15:00,100,10\n"
                               "2021-06-11 09:15:02,102.5,25\n"
                               "2021-06-11 09:15:10,99,25\n";

} // namespace

TEST_CASE("a replay tells its state and instruments first, then a ticker and the trade of each row", "[replay]") {
    tests::memory_files files;
    files.add("TCS", three_rows);
    files.plan.instruments[0].prev_close = tickhub::price{100'000'000'000};
    player p{files};
    p.run();
    CHECK(p.names() == "feed_status definition ticker ticker trades ticker feed_status");

    auto const tickers = p.all<tickhub_ticker>();
    REQUIRE(tickers.size() == 3);
    CHECK(tickers[0].header.instrument_id == 1);
    CHECK(tickers[0].header.ts_event == stamp(at("09:15:00")));
    CHECK(tickers[0].header.ts_recv == tickers[0].header.ts_event);
    CHECK(tickers[0].last_quantity == TICKHUB_UNDEFINED_INT64);
    CHECK(tickers[0].trading_date == 20210611);
    CHECK(tickers[0].sum_epoch == 1);
    CHECK(tickers[0].trade_count == TICKHUB_UNDEFINED_UINT64);
    CHECK(tickers[1].last_price == 102'500'000'000);
    CHECK(tickers[1].volume == 25);
    CHECK(tickers[1].last_quantity == 15);
    CHECK(tickers[2].open == 100'000'000'000);
    CHECK(tickers[2].high == 102'500'000'000);
    CHECK(tickers[2].low == 99'000'000'000);
    CHECK(tickers[2].change == -1'000'000'000);
    CHECK(tickers[2].change_pct == -1'000'000'000);
    CHECK(tickers[0].header.flags == TICKHUB_FLAG_LAST);
    CHECK(tickers[1].header.flags == 0); // its trade follows

    auto const trades = p.all<tickhub_trade>();
    REQUIRE(trades.size() == 1);
    CHECK(trades[0].price == 102'500'000'000);
    CHECK(trades[0].quantity == 15);
    CHECK(trades[0].action == TICKHUB_TRADE_ACTION_NEW);
    CHECK(trades[0].side == TICKHUB_SIDE_NONE);
    CHECK(trades[0].header.flags == TICKHUB_FLAG_LAST);

    auto const statuses = p.all<tickhub_feed_status>();
    REQUIRE(statuses.size() == 2);
    CHECK(statuses[0].condition == TICKHUB_FEED_CONDITION_REPLAY);
    CHECK(statuses[0].speed == 1'000'000'000);
    CHECK(statuses[1].condition == TICKHUB_FEED_CONDITION_ENDED);
    CHECK(statuses[1].header.ts_event == stamp(at("09:15:10")));
    CHECK(p.listener.passes_ended == 1);
}

TEST_CASE("every record is well-formed", "[replay]") {
    tests::memory_files files;
    files.add("TCS", three_rows);
    auto& bars = files.add("BTC", "timestamp,open,high,low,close,volume\n2021-06-11 09:15:00,1,2,0.5,1.5,7\n");
    bars.format.preset = preset_kind::ohlcv;
    bars.format.interval = 1min;
    files.plan.loop = true;
    player p{files};
    p.run(100, 2);
    CHECK(p.all<tickhub_ohlcv>().size() == 2);
    for (auto const& published : p.events)
        CHECK(tickhub::valid_record(published.event().header()));
}

TEST_CASE("a bar is published when it has closed, with the time that it opened", "[replay]") {
    tests::memory_files files;
    auto& file = files.add("BTC", "timestamp,open,high,low,close,volume\n"
                                  "2021-06-11 09:15:00,10,20,5,15,7\n2021-06-11 09:16:00,15,30,15,25,8\n");
    file.format.preset = preset_kind::ohlcv;
    file.format.interval = 1min;
    player p{files};
    p.run();
    CHECK(p.names() == "feed_status definition ohlcv ticker ohlcv ticker feed_status");
    auto const bars = p.all<tickhub_ohlcv>();
    CHECK(bars[0].header.ts_event == stamp(at("09:15:00")));
    CHECK(bars[0].header.ts_recv == stamp(at("09:16:00")));
    CHECK(bars[0].interval == 60'000'000'000);
    CHECK(bars[0].is_final == 1);
    CHECK(bars[0].close == 15'000'000'000);
    auto const tickers = p.all<tickhub_ticker>();
    CHECK(tickers[1].header.ts_event == stamp(at("09:17:00")));
    CHECK(tickers[1].open == 10'000'000'000);
    CHECK(tickers[1].high == 30'000'000'000);
    CHECK(tickers[1].low == 5'000'000'000);
    CHECK(tickers[1].volume == 15);
}

TEST_CASE("rows are due at their distance from the first, divided by the speed", "[replay]") {
    tests::memory_files files;
    files.add("TCS", three_rows);
    auto const speed = GENERATE(1, 4, 0);
    files.plan.speed = speed * 1'000'000'000LL;
    player p{files};
    std::uint64_t const begin = p.steady;
    p.run();
    std::vector<std::uint64_t> due;
    for (auto const& published : p.events) {
        if (published.event().as<tickhub_ticker>() != nullptr)
            due.push_back(published.steady - begin);
    }
    auto const after = [&](std::uint64_t seconds) {
        return speed == 0 ? 0 : seconds * 1'000'000'000 / static_cast<std::uint64_t>(speed);
    };
    CHECK(due == std::vector<std::uint64_t>{0, after(2), after(10)});
}

TEST_CASE("an hour at 60x takes a minute, however late single rows are", "[replay]") {
    std::string text = "timestamp,ltp,volume\n";
    for (int second = 0; second <= 3'600; ++second) {
        char row[64];
        std::snprintf(row, sizeof(row), "2021-06-11 %02d:%02d:%02d,%d,%d\n", 9 + second / 3'600, second / 60 % 60,
                      second % 60, 100 + second % 7, second);
        text += row;
    }
    tests::memory_files files;
    files.add("TCS", text);
    files.plan.speed = 60'000'000'000;
    tests::recording_listener listener;
    replay played{files.plan, "nse", listener, files.opener()};
    std::uint64_t const begin = 5'000'000'000;
    std::uint64_t steady = begin;
    std::uint64_t rows = 0;
    for (;;) {
        tickhub::batch_builder batch;
        auto const result = played.advance({steady, {}}, 64, batch);
        rows += batch.size();
        if (result.next == kind::ended)
            break;
        // Each wake-up is 3 ms late, and each call takes 1 ms.
        steady = std::max(steady, result.wake_at + 3'000'000) + 1'000'000;
    }
    CHECK(rows == 2 + 3'601 + 3'600 + 1);
    double const took = static_cast<double>(steady - begin) * 1e-9;
    CHECK(took == Approx(60.0).epsilon(0.001));
}

TEST_CASE("the published records do not depend on speed or on how much is asked for", "[replay]") {
    tests::memory_files files;
    files.add("TCS", three_rows);
    files.add("INFY", three_rows);
    auto const play = [&](std::int64_t speed, std::uint32_t enough) {
        files.plan.speed = speed;
        player p{files};
        p.steady += static_cast<std::uint64_t>(speed) + enough;
        p.run(enough);
        std::string bytes;
        for (auto& published : p.events) {
            // The status tells the speed, which is meant to differ.
            if (published.event().record() != TICKHUB_RECORD_FEED_STATUS)
                bytes.append(published.bytes.begin(), published.bytes.end());
        }
        return bytes;
    };
    auto const reference = play(1'000'000'000, 100);
    CHECK(reference.size() > 1'500);
    CHECK(play(60'000'000'000, 1) == reference);
    CHECK(play(0, 3) == reference);
    CHECK(play(1'000'000'000, 100) == reference);
}

TEST_CASE("a loop begins anew with a reset, the instruments and a higher sum_epoch", "[replay]") {
    tests::memory_files files;
    files.add("TCS", three_rows);
    files.plan.loop = true;
    player p{files};
    std::uint64_t const begin = p.steady;
    p.run(100, 3);
    std::string const pass = "feed_status definition ticker ticker trades ticker";
    CHECK(p.names() == pass + " reset " + pass + " reset " + pass);
    auto const tickers = p.all<tickhub_ticker>();
    REQUIRE(tickers.size() == 9);
    for (std::size_t i = 0; i < tickers.size(); ++i) {
        CHECK(tickers[i].sum_epoch == i / 3 + 1);
        CHECK(tickers[i].header.ts_event == tickers[i % 3].header.ts_event);
        CHECK(tickers[i].volume == tickers[i % 3].volume);
        CHECK(tickers[i].low == tickers[i % 3].low);
    }
    CHECK(p.all<tickhub_trade>().size() == 3);
    CHECK(p.all<tickhub_reset>()[0].reason == TICKHUB_RESET_REASON_LOOP);
    // Ten seconds a pass and one between two, from the first pass's anchor.
    std::vector<std::uint64_t> resets;
    for (auto const& published : p.events) {
        if (published.event().as<tickhub_reset>() != nullptr)
            resets.push_back(published.steady - begin);
    }
    CHECK(resets == std::vector<std::uint64_t>{11'000'000'000, 22'000'000'000});
}

TEST_CASE("rebased times begin now and never go back, from pass to pass", "[replay]") {
    tests::memory_files files;
    files.add("TCS", three_rows);
    files.plan.loop = true;
    files.plan.times = time_base::now;
    player p{files};
    p.market = instant{20'000 * 24h + 18h + 29min + 55s}; // 23:59:55 in India
    p.run(100, 3);
    auto const tickers = p.all<tickhub_ticker>();
    REQUIRE(tickers.size() == 9);
    CHECK(tickers[0].header.ts_event == stamp(p.market));
    CHECK(tickers[1].header.ts_event == stamp(p.market + 2s));
    CHECK(tickers[3].header.ts_event == stamp(p.market + 11s));
    tickhub_timestamp last = 0;
    for (auto const& published : p.events) {
        CHECK(published.event().header().ts_event >= last);
        last = published.event().header().ts_event;
    }
    // The sums of a pass that is played over midnight go on, so its date does too.
    CHECK(tickers[2].trading_date == tickers[0].trading_date);
    CHECK(tickers[3].trading_date == tickers[0].trading_date + 1);
}

TEST_CASE("the trading date follows the rows' day, and the last price becomes the previous close", "[replay]") {
    tests::memory_files files;
    files.add("TCS", "timestamp,ltp,volume\n2021-06-10 15:29:59,100,5000\n2021-06-11 09:15:00,110,40\n");
    player p{files};
    p.run();
    auto const tickers = p.all<tickhub_ticker>();
    REQUIRE(tickers.size() == 2);
    CHECK(tickers[0].trading_date == 20210610);
    CHECK(tickers[0].prev_close == TICKHUB_UNDEFINED_INT64);
    CHECK(tickers[1].trading_date == 20210611);
    CHECK(tickers[1].prev_close == 100'000'000'000);
    CHECK(tickers[1].change_pct == 10'000'000'000);
    CHECK(tickers[1].open == 110'000'000'000);
}

TEST_CASE("a rejected row ends the replay behind the rows before it", "[replay]") {
    tests::memory_files files;
    files.add("TCS", "timestamp,ltp,volume\n2021-06-11 09:15:00,1,1\n2021-06-11 09:15:01,1,2\nbroken\n").faults =
        tests::every_fault(policy::reject);
    files.plan.speed = 0;
    tests::recording_listener listener;
    replay played{files.plan, "nse", listener, files.opener()};
    tickhub::batch_builder batch;
    CHECK(played.advance({0, {}}, 100, batch).next == kind::more);
    CHECK(batch.size() == 5); // status, definition, two tickers, one trade
    batch.clear();
    CHECK_THROWS_WITH(played.advance({0, {}}, 100, batch), Catch::Contains("TCS:4: unparsable"));
}

TEST_CASE("a file that becomes shorter ends the replay behind its last whole row", "[replay]") {
    // Tells of more bytes than it has, as a file that was cut off after it was opened.
    struct cut_source : memory_source {
        using memory_source::memory_source;
        std::size_t read(char* out, std::size_t capacity) override {
            auto const got = memory_source::read(out, capacity);
            return got != 0 ? got : throw source_shortened{"it became shorter"};
        }
    };
    tests::memory_files files;
    files.add("TCS",
              "timestamp,ltp,volume\n2021-06-11 09:15:00,1,1\n2021-06-11 09:15:01,1,2\n2021-06-11 09:15:02,10,2");
    files.plan.speed = 0;
    files.plan.loop = true;
    tests::recording_listener listener;
    replay played{files.plan, "nse", listener,
                  [&](file_plan const& file) { return std::make_unique<cut_source>(files.contents.at(file.path)); }};
    tickhub::batch_builder batch;
    CHECK(played.advance({0, {}}, 100, batch).next == kind::more);
    CHECK(batch.size() == 5); // status, definition, two tickers, one trade
    batch.clear();
    CHECK_THROWS_AS(played.advance({0, {}}, 100, batch), tickhub::permanent_failure);
    CHECK_THROWS_WITH(played.advance({0, {}}, 100, batch), "TCS: it became shorter");
    CHECK(played.counts(0).rows == 2);
    CHECK(listener.passes_ended == 0);
}

TEST_CASE("a recording without a good row ends at once, even in a loop", "[replay]") {
    tests::memory_files files;
    files.add("TCS", "timestamp,ltp,volume\nbroken\n");
    files.plan.loop = true;
    player p{files};
    p.run();
    CHECK(p.names() == "feed_status definition feed_status");
    CHECK(p.all<tickhub_feed_status>()[1].condition == TICKHUB_FEED_CONDITION_ENDED);
}

TEST_CASE("a file that cannot be opened is named", "[replay]") {
    tests::memory_files files;
    files.add("gone.csv", "");
    tests::recording_listener listener;
    CHECK_THROWS_WITH((replay{files.plan, "nse", listener, files.opener()}), "gone.csv: it is empty");
}
