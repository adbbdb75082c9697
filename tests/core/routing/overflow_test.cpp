#include "records.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace tickhub::routing;
using namespace tickhub::routing::testing;
using tickhub::batch_builder;

namespace {

using numbers = std::vector<std::uint64_t>;

void check_gap(seen const& record, std::uint64_t first, std::uint64_t last, std::uint64_t count,
               std::uint8_t reason = TICKHUB_GAP_REASON_INBOX_FULL) {
    REQUIRE(record.is_gap());
    CHECK(record.publisher == 1);
    auto const& gap = record.as<tickhub_gap>();
    CHECK(gap.header.size == sizeof gap);
    CHECK(gap.first == first);
    CHECK(gap.last == last);
    CHECK(gap.count == count);
    CHECK(gap.reason == reason);
}

batch_builder tickers(std::initializer_list<std::pair<tickhub_instrument_id, tickhub_price>> prices) {
    batch_builder batch;
    for (auto const& [instrument, price] : prices)
        batch.add(ticker(instrument, price).header);
    return batch;
}

} // namespace

TEST_CASE("drop_newest loses what arrives, and says so before the edge's next record", "[routing]") {
    pair p{{4, 1U << 20U}, when_full::drop_newest};
    p.publish(trades(1, 6));
    REQUIRE(p.to.take(4, 1U << 20U).count == 4);
    p.to.release();
    p.publish(trades(7, 1));
    auto const got = drain(p.to);
    REQUIRE(sequences(got) == numbers{0, 7});
    check_gap(got[0], 5, 6, 2);
    CHECK(got[0].as<tickhub_gap>().header.ts_event == 1'005);
    CHECK(got[0].as<tickhub_gap>().header.ts_recv == 7);
}

TEST_CASE("drop_newest says what it lost when the queue runs empty", "[routing]") {
    pair p{{4, 1U << 20U}, when_full::drop_newest};
    p.publish(trades(1, 6));
    auto const got = drain(p.to);
    REQUIRE(sequences(got) == numbers{1, 2, 3, 4, 0});
    check_gap(got[4], 5, 6, 2);
    CHECK(p.books().balanced());
}

TEST_CASE("drop_oldest loses what waited longest, and says so before the next record taken", "[routing]") {
    pair p{{4, 1U << 20U}, when_full::drop_oldest};
    p.publish(trades(1, 6));
    auto const got = drain(p.to);
    REQUIRE(sequences(got) == numbers{0, 3, 4, 5, 6});
    check_gap(got[0], 1, 2, 2);
}

TEST_CASE("drop_oldest never touches what is being consumed", "[routing]") {
    pair p{{4, 1}, when_full::drop_oldest};
    p.publish(trades(1, 4));
    tickhub_batch const held = p.to.take(2, 1U << 20U);
    REQUIRE(held.count == 2);
    p.publish(trades(5, 10'000));
    numbers seen_numbers;
    for (tickhub::event const e : tickhub::event_batch{held})
        seen_numbers.push_back(e.header().sequence);
    CHECK(seen_numbers == numbers{1, 2});
    p.to.release();
    auto const got = drain(p.to);
    REQUIRE(sequences(got) == numbers{0, 10'003, 10'004});
    check_gap(got[0], 3, 10'002, 10'000);
}

TEST_CASE("drop_oldest loses no record of a route that did not agree to it", "[routing]") {
    selection const only_tickers{mask_of(TICKHUB_RECORD_TICKER)};
    selection const only_trades{mask_of(TICKHUB_RECORD_TRADES)};
    // The smallest ring: it is compacted many times.
    pair p{{4, 1}, {{1, 0, only_tickers, when_full::drop_oldest}, {1, 1, only_trades, when_full::block}}};
    p.publish(trades(1, 2));
    for (int i = 0; i != 5'000; ++i)
        p.publish(ticker(1, i));
    auto const got = drain(p.to);
    REQUIRE(sequences(got) == numbers{0, 1, 2, 5'001, 5'002});
    check_gap(got[0], 3, 5'000, 4'998);
    CHECK(p.books(0).dropped_in_all() == 4'998);
    CHECK(p.books(1).dropped_in_all() == 0);
}

TEST_CASE("state takes the place of older state of its key when the inbox is full", "[routing]") {
    pair p{{3, 1U << 20U}, when_full::conflate_or_drop_oldest};
    p.publish(tickers({{1, 10}, {2, 20}, {1, 11}}));
    p.publish(tickers({{1, 12}, {2, 21}}));
    auto const got = drain(p.to);
    // The newest pending record of instrument 1 was the third.
    REQUIRE(sequences(got) == numbers{1, 5, 4});
    CHECK(got[1].as<tickhub_ticker>().last_price == 21);
    CHECK(got[2].as<tickhub_ticker>().last_price == 12);
    CHECK(p.books().conflated == 2);
    CHECK(p.books().dropped_in_all() == 0);
}

TEST_CASE("nothing is conflated while there is room", "[routing]") {
    pair p{{10, 1U << 20U}, when_full::conflate_or_block};
    p.publish(tickers({{1, 10}, {1, 11}, {1, 12}}));
    CHECK(sequences(drain(p.to)) == numbers{1, 2, 3});
}

TEST_CASE("state of another publisher, record, instrument, interval or bar is another key", "[routing]") {
    pair p{{4, 1U << 20U}, when_full::conflate_or_drop_oldest};
    batch_builder batch;
    batch.add(bar(1, 60, 100, 0).header);
    batch.add(bar(1, 300, 100, 0).header);
    batch.add(bar(2, 60, 100, 0).header);
    batch.add(bar(1, 60, 160, 0).header);
    batch.add(bar(1, 60, 100, 0).header); // the first again
    p.publish(batch);
    CHECK(sequences(drain(p.to)) == numbers{5, 2, 3, 4});
}

TEST_CASE("events and final bars are never conflated", "[routing]") {
    pair p{{2, 1U << 20U}, when_full::conflate_or_drop_oldest};
    batch_builder batch;
    for (int i = 0; i != 3; ++i)
        batch.add(bar(1, 60, 100, 1).header);
    p.publish(batch);
    CHECK(sequences(drain(p.to)) == numbers{0, 2, 3});
    p.publish(trades(1, 3));
    CHECK(sequences(drain(p.to)) == numbers{0, 5, 6});
    CHECK(p.books().conflated == 0);
}

TEST_CASE("state does not move to before a reset", "[routing]") {
    pair p{{3, 1U << 20U}, when_full::conflate_or_drop_oldest};
    batch_builder batch;
    batch.add(ticker(1, 10).header);
    batch.add(tickhub::make_record<tickhub_reset>(0, 1).header);
    batch.add(ticker(1, 11).header);
    batch.add(ticker(1, 12).header);
    p.publish(batch);
    CHECK(sequences(drain(p.to)) == numbers{1, 2, 4});
}

TEST_CASE("a shorter record takes a longer one's place, and a longer one goes to the back", "[routing]") {
    pair p{{3, 1U << 20U}, when_full::conflate_or_drop_oldest};
    batch_builder batch;
    add_definition(batch, 1, std::string(500, 'a'));
    add_definition(batch, 2, "b");
    add_definition(batch, 3, "c");
    add_definition(batch, 1, "short");
    add_definition(batch, 2, std::string(500, 'l'));
    p.publish(batch);
    auto const got = drain(p.to);
    REQUIRE(sequences(got) == numbers{4, 3, 5});
    CHECK(p.books().conflated == 2);
    auto const& definition = got[0].as<tickhub_definition>();
    CHECK(std::string(got[0].bytes.data() + definition.name.offset, definition.name.size) == "short");
    CHECK(p.to.queued_bytes() == 0);
}

TEST_CASE("a full block inbox takes nothing more and names itself to who doesn't wait", "[routing]") {
    pair p{{4, 1U << 20U}, when_full::block};
    CHECK(p.publish(trades(1, 4)).overflowed == nullptr);
    CHECK(p.publish(trades(5, 2)).overflowed == &p.to);
    auto const got = drain(p.to);
    REQUIRE(sequences(got) == numbers{1, 2, 3, 4, 0});
    check_gap(got[4], 5, 6, 2);
}

TEST_CASE("a closed inbox keeps nothing, and says so when it is opened", "[routing]") {
    pair p{{4, 1U << 20U}, when_full::block};
    p.publish(trades(1, 2));
    p.to.close(drop_reason::quarantined);
    CHECK(p.to.has_room(100, 0)); // nobody waits for it
    p.publish(trades(3, 8));
    CHECK(sequences(drain(p.to)) == numbers{1, 2});
    CHECK(p.books().dropped[static_cast<std::size_t>(drop_reason::quarantined)] == 8);

    batch_builder none;
    p.from.prime(p.to, none);
    p.publish(trades(11, 1));
    auto const got = drain(p.to);
    REQUIRE(got.size() == 2);
    check_gap(got[0], 3, 10, 8, TICKHUB_GAP_REASON_QUARANTINED);
    CHECK(got[1].sequence == 11);
}

TEST_CASE("opening wakes a consumer that waits, to tell it what it missed", "[routing]") {
    pair p{{4, 1U << 20U}, when_full::block};
    int woken = 0;
    p.to.set_wakes({[](void* n) noexcept { ++*static_cast<int*>(n); }, &woken}, {});
    CHECK(drain(p.to).empty());
    p.to.close(drop_reason::not_running);
    p.publish(trades(1, 1));
    CHECK(woken == 0);
    batch_builder none;
    p.from.prime(p.to, none);
    CHECK(woken == 1);
    check_gap(drain(p.to).at(0), 1, 1, 1, TICKHUB_GAP_REASON_NOT_RUNNING);
}

TEST_CASE("what is discarded is lost, all but the batch being consumed", "[routing]") {
    for (auto const policy : {when_full::block, when_full::drop_newest, when_full::drop_oldest}) {
        pair p{{8, 1U << 20U}, policy};
        p.publish(trades(1, 8));
        REQUIRE(p.to.take(2, 1U << 20U).count == 2);
        p.to.discard(drop_reason::not_running);
        p.to.release();
        CHECK(p.to.queued_records() == 0);
        auto const got = drain(p.to);
        REQUIRE(got.size() == 1);
        check_gap(got[0], 3, 8, 6, TICKHUB_GAP_REASON_NOT_RUNNING);
        CHECK(p.books().balanced());
        CHECK(p.books().delivered == 2);
    }
}
