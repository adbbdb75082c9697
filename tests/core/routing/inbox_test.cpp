#include "records.hpp"

#include <catch2/catch.hpp>

#include <cstring>
#include <string>

using namespace tickhub::routing;
using namespace tickhub::routing::testing;
using tickhub::batch_builder;
using tickhub::event;
using tickhub::event_batch;

TEST_CASE("records come out in the order and with the numbers in which they went in", "[routing]") {
    pair p{{}, when_full::block};
    p.publish(trades(10, 3));
    p.publish(trades(13, 2));

    auto const got = drain(p.to);
    REQUIRE(sequences(got) == std::vector<std::uint64_t>{1, 2, 3, 4, 5});
    for (std::size_t i = 0; i != got.size(); ++i) {
        CHECK(got[i].publisher == 1);
        CHECK(got[i].as<tickhub_trade>().trade_id == 10 + i);
        CHECK(got[i].as<tickhub_trade>().header.ts_recv == 7);
    }
}

TEST_CASE("a batch is taken in place, and no larger than asked for", "[routing]") {
    pair p{{}, when_full::block};
    p.publish(trades(1, 10));

    tickhub_batch const three = p.to.take(3, 1U << 20U);
    CHECK(three.count == 3);
    CHECK(three.bytes == 3 * sizeof(tickhub_trade));
    CHECK(reinterpret_cast<std::uintptr_t>(three.first) % 8 == 0);
    p.to.release();

    CHECK(p.to.take(100, 2 * sizeof(tickhub_trade) + 8).count == 2);
    p.to.release();

    CHECK(p.to.take(100, 1).count == 1); // one at least
    p.to.release();
    CHECK(drain(p.to).size() == 4);
}

TEST_CASE("what is being consumed counts until it is released", "[routing]") {
    pair p{{4, 1U << 20U}, when_full::drop_newest};
    p.publish(trades(1, 4));
    REQUIRE(p.to.take(4, 1U << 20U).count == 4);
    p.publish(trades(5, 1));
    CHECK(p.books().dropped_in_all() == 1);
    p.to.release();
    p.publish(trades(6, 1));
    CHECK(p.books().dropped_in_all() == 1);
}

TEST_CASE("records of all sizes survive many laps of the ring", "[routing]") {
    pair p{{1'000, 200'000}, when_full::block};
    std::uint64_t published = 0;
    std::uint64_t taken = 0;
    for (std::size_t round = 0; round != 400; ++round) {
        batch_builder batch;
        std::string const text((round * 7919) % 65'000, static_cast<char>('a' + round % 26));
        add_news(batch, text);
        batch.add(trade(1, round).header);
        batch.add(ticker(2, static_cast<tickhub_price>(round)).header);
        REQUIRE(p.publish(batch).overflowed == nullptr);
        published += 3;
        for (seen const& r : drain(p.to)) {
            CHECK(r.sequence == ++taken);
            if (r.record == TICKHUB_RECORD_NEWS) {
                auto const& news = r.as<tickhub_news>();
                REQUIRE(news.headline.size == text.size());
                CHECK(std::memcmp(r.bytes.data() + news.headline.offset, text.data(), text.size()) == 0);
            }
        }
    }
    CHECK(taken == published);
    CHECK(p.to.queued_bytes() == 0);
}

TEST_CASE("the largest record passes the smallest inbox", "[routing]") {
    pair p{{1, 1}, when_full::drop_newest};
    batch_builder batch;
    add_news(batch, std::string(TICKHUB_MAX_TEXT_SIZE, 'x'));
    for (int i = 0; i != 5; ++i) {
        p.publish(batch);
        p.publish(batch); // lost
        auto const got = drain(p.to);
        REQUIRE(got.size() >= 2);
        CHECK(got.back().is_gap());
    }
}

TEST_CASE("an edge selects by record and instrument, and lets through what is about no one instrument", "[routing]") {
    std::vector<tickhub_instrument_id> const instruments{3, 200};
    selection const wanted{mask_of(TICKHUB_RECORD_TRADES) | mask_of(TICKHUB_RECORD_RESET), instruments};
    pair p{{}, {{1, 0, wanted, when_full::block}}};
    batch_builder batch;
    batch.add(trade(3, 1).header);
    batch.add(trade(4, 2).header);
    batch.add(ticker(3, 3).header);
    batch.add(trade(200, 4).header);
    batch.add(trade(1'000, 5).header);
    batch.add(tickhub::make_record<tickhub_reset>(0, 6).header);
    p.publish(batch);
    CHECK(sequences(drain(p.to)) == std::vector<std::uint64_t>{1, 4, 6});
    CHECK(p.books().offered == 3);
}

TEST_CASE("a record that two edges select comes once, by the earlier", "[routing]") {
    selection const only_trades{mask_of(TICKHUB_RECORD_TRADES)};
    pair p{{}, {{1, 0, only_trades, when_full::block}, {1, 1, selection{}, when_full::drop_oldest}}};
    batch_builder batch;
    batch.add(trade(1, 1).header);
    batch.add(ticker(1, 2).header);
    batch.add(trade(1, 3).header);
    p.publish(batch);
    CHECK(sequences(drain(p.to)) == std::vector<std::uint64_t>{1, 2, 3});
    CHECK(p.books(0).delivered == 2);
    CHECK(p.books(1).delivered == 1);
}

TEST_CASE("the consumer is woken once after it found nothing", "[routing]") {
    pair p{{}, when_full::block};
    int woken = 0;
    p.to.set_wakes({[](void* n) noexcept { ++*static_cast<int*>(n); }, &woken}, {});
    p.publish(trades(1, 1));
    p.publish(trades(2, 1));
    CHECK(woken == 1);
    REQUIRE(p.to.take(1, 1'000).count == 1);
    p.to.release();
    p.publish(trades(3, 1)); // it has not found the inbox empty yet
    CHECK(woken == 1);
    drain(p.to);
    p.publish(trades(4, 1));
    CHECK(woken == 2);
}

TEST_CASE("who was told that there is no room is told when there is", "[routing]") {
    pair p{{10, 1U << 20U}, when_full::block};
    int told = 0;
    p.to.set_wakes({}, {[](void* n) noexcept { ++*static_cast<int*>(n); }, &told});
    CHECK(p.to.has_room(9, 0));
    p.publish(trades(1, 10));
    CHECK_FALSE(p.to.has_room(1, 0));
    CHECK(p.from.full_target(1, 0) == &p.to);
    REQUIRE(p.to.take(2, 1U << 20U).count == 2);
    p.to.release();
    CHECK(told == 0); // not before it is half empty
    drain(p.to);
    CHECK(told == 1);
    CHECK(p.from.full_target(1, 0) == nullptr);
}

TEST_CASE("a request for more room than there ever is is granted by an empty inbox", "[routing]") {
    pair p{{4, 1U << 20U}, when_full::block};
    CHECK(p.to.has_room(1'000, 1U << 30U));
    p.publish(trades(1, 1));
    CHECK_FALSE(p.to.has_room(1'000, 0));
}
