#include "records.hpp"

#include <catch2/catch.hpp>

#include <cstring>
#include <string>

using namespace tickhub::routing;
using namespace tickhub::routing::testing;
using tickhub::batch_builder;

namespace {

using numbers = std::vector<std::uint64_t>;

batch_fault fault_of(tickhub_batch const& batch) {
    return check(batch).fault;
}

template <class Record>
batch_fault fault_of(Record const& record) {
    batch_builder batch;
    batch.add(record.header);
    return fault_of(batch.raw());
}

/// Empties the inbox when it is asked to wait, as another thread would.
class draining_wait final : public room_wait {
public:
    explicit draining_wait(int times) : times_{times} {}
    bool wait(inbox& full, std::uint32_t) noexcept override {
        if (times_-- == 0)
            return false;
        for (auto& record : drain(full))
            got.push_back(std::move(record));
        return true;
    }
    std::vector<seen> got;

private:
    int times_;
};

} // namespace

TEST_CASE("a batch with one bad record is refused whole, and uses up no number", "[routing]") {
    pair p{{}, when_full::block};
    batch_builder batch = trades(1, 2);
    auto bad = trade(1, 3);
    bad.header.record = TICKHUB_RECORD_EXECUTION_REPORT;
    batch.add(bad.header);
    auto const result = p.publish(batch);
    CHECK(result.verdict.fault == batch_fault::private_record);
    CHECK(result.verdict.index == 2);
    CHECK(drain(p.to).empty());
    CHECK(p.publish(trades(1, 1)).first_sequence == 1);
}

TEST_CASE("every way in which a batch can be malformed is found", "[routing]") {
    auto record = trade(1, 1);
    CHECK(fault_of(record) == batch_fault::none);
    record.header.record = TICKHUB_RECORD_NONE;
    CHECK(fault_of(record) == batch_fault::unknown_record);
    record.header.record = TICKHUB_RECORD_COUNT;
    CHECK(fault_of(record) == batch_fault::unknown_record);
    record.header.record = 255;
    CHECK(fault_of(record) == batch_fault::unknown_record);
    record.header.record = TICKHUB_RECORD_PORTFOLIO;
    CHECK(fault_of(record) == batch_fault::private_record);
    record.header.record = TICKHUB_RECORD_TICKER; // longer than a trade
    CHECK(fault_of(record) == batch_fault::bad_size);
    record.header.record = TICKHUB_RECORD_TRADES;
    record.header.instrument_id = 1'048'577;
    CHECK(fault_of(record) == batch_fault::unknown_instrument);

    batch_builder two = trades(1, 2);
    tickhub_batch raw = two.raw();
    raw.count = 3;
    CHECK(fault_of(raw) == batch_fault::bad_count);
    raw.count = 1;
    CHECK(fault_of(raw) == batch_fault::bad_count);
    raw.count = 2;
    raw.bytes -= 8;
    CHECK(fault_of(raw) == batch_fault::bad_count);
    raw.bytes += 8;
    auto* first = const_cast<tickhub_event_header*>(raw.first);
    for (std::uint32_t const size : {0U, 32U, 41U, 0xffff'fff8U, TICKHUB_MAX_RECORD_SIZE + 8}) {
        first->size = size;
        CHECK(fault_of(raw) == batch_fault::bad_size);
    }
    raw.first = reinterpret_cast<tickhub_event_header*>(reinterpret_cast<char*>(first) + 4);
    CHECK(fault_of(raw) == batch_fault::misaligned);
    CHECK(fault_of(tickhub_batch{nullptr, 0, 0, 0}) == batch_fault::none);
}

TEST_CASE("a text or an array must lie behind the struct and inside the record", "[routing]") {
    batch_builder batch;
    add_news(batch, "seven letters and more");
    auto* news = const_cast<tickhub_news*>(reinterpret_cast<tickhub_news const*>(batch.raw().first));
    CHECK(fault_of(batch.raw()) == batch_fault::none);
    auto const good = news->headline;
    for (tickhub_text_ref const bad :
         {tickhub_text_ref{0, 8}, tickhub_text_ref{good.offset, 0xffff'ffffU}, tickhub_text_ref{0xffff'ffffU, 2},
          tickhub_text_ref{good.offset + 8, good.size}}) {
        news->headline = bad;
        CHECK(fault_of(batch.raw()) == batch_fault::malformed);
    }
    news->headline = {0xffff'ffffU, 0}; // an empty text lies nowhere
    CHECK(fault_of(batch.raw()) == batch_fault::none);
    news->symbols = {sizeof(tickhub_news) + 4, 1};
    CHECK(fault_of(batch.raw()) == batch_fault::malformed);
    news->symbols = {sizeof(tickhub_news), 0x2000'0001U}; // its bytes overflow 32 bits
    CHECK(fault_of(batch.raw()) == batch_fault::malformed);
}

TEST_CASE("the feed that is the clock keeps its own ts_recv", "[routing]") {
    pair p{{}, when_full::block};
    auto record = trade(1, 1);
    record.header.ts_recv = 123;
    record.header.publisher_id = 77;
    record.header.sequence = 99;
    batch_builder batch;
    batch.add(record.header);
    p.from.publish(batch.raw(), 0, nullptr);
    auto const got = drain(p.to).at(0).as<tickhub_trade>().header;
    CHECK(got.ts_recv == 123);
    CHECK(got.publisher_id == 1);
    CHECK(got.sequence == 1);
}

TEST_CASE("a publisher that waits loses nothing, however small the inbox", "[routing]") {
    pair p{{4, 1U << 20U}, when_full::block};
    draining_wait wait{1'000};
    batch_builder const batch = trades(1, 100);
    CHECK(p.from.publish(batch.raw(), 7, &wait).overflowed == nullptr);
    auto got = wait.got;
    for (auto& record : drain(p.to))
        got.push_back(record);
    REQUIRE(got.size() == 100);
    for (std::size_t i = 0; i != got.size(); ++i)
        CHECK(got[i].sequence == i + 1);
    CHECK(p.books().balanced());
}

TEST_CASE("when waiting is given up the rest is lost there, and only there", "[routing]") {
    inbox slow{2, {4, 1U << 20U}, {{1, 0, selection{}, when_full::block}}};
    inbox quick{3, {}, {{1, 1, selection{}, when_full::block}}};
    publisher from{1, 0};
    from.connect(slow);
    from.connect(quick);
    batch_builder none;
    from.prime(slow, none);
    from.prime(quick, none);
    draining_wait wait{1};
    CHECK(from.publish(trades(1, 10).raw(), 7, &wait).overflowed == &slow);
    CHECK(drain(quick).size() == 10);
    CHECK(sequences(drain(slow)) == numbers{5, 6, 7, 8, 0});
    CHECK(slow.accounts()[0].dropped_in_all() == 2);
}

TEST_CASE("waiting ends at the deadline", "[routing]") {
    pair p{{4, 1U << 20U}, when_full::block};
    wait_until wait{std::chrono::steady_clock::now()};
    CHECK(p.from.publish(trades(1, 5).raw(), 7, &wait).overflowed == &p.to);
}

TEST_CASE("who starts late gets the current state, then everything after it", "[routing]") {
    inbox to{2, {}, {{1, 0, selection{}, when_full::block}}};
    publisher from{1, public_records};
    from.connect(to);
    batch_builder batch;
    batch.add(ticker(1, 10).header);
    add_definition(batch, 1, "one");
    batch.add(ticker(2, 20).header);
    batch.add(trade(1, 1).header);
    batch.add(ticker(1, 11).header);
    from.publish(batch.raw(), 7, nullptr);

    batch_builder snapshot;
    from.prime(to, snapshot);
    from.publish(trades(2, 1).raw(), 8, nullptr);

    numbers primed;
    for (tickhub::event const e : snapshot.view()) {
        primed.push_back(e.header().sequence);
        CHECK((e.header().flags & TICKHUB_FLAG_SNAPSHOT) != 0);
        CHECK(e.header().ts_recv == 7);
        CHECK(e.header().publisher_id == 1);
    }
    CHECK(primed == numbers{2, 5, 3}); // definitions first, then in the order in which the keys came
    auto const got = drain(to);
    REQUIRE(sequences(got) == numbers{0, 6});
    CHECK(got[0].as<tickhub_gap>().count == 5); // all five had been offered while nobody ran
    auto const books = to.accounts()[0];
    CHECK(books.primed == 3);
    CHECK(books.delivered == 4);
    CHECK(books.balanced());
}

TEST_CASE("a snapshot holds what the routes select and nothing else", "[routing]") {
    std::vector<tickhub_instrument_id> const instruments{2};
    inbox to{2, {}, {{1, 0, selection{mask_of(TICKHUB_RECORD_TICKER), instruments}, when_full::block}}};
    publisher from{1, public_records};
    from.connect(to);
    batch_builder batch;
    add_definition(batch, 2, "two");
    batch.add(ticker(1, 10).header);
    batch.add(ticker(2, 20).header);
    from.publish(batch.raw(), 7, nullptr);
    batch_builder snapshot;
    from.prime(to, snapshot);
    REQUIRE(snapshot.size() == 1);
    CHECK(snapshot.raw().first->sequence == 3);
}

TEST_CASE("what a publisher still waits to deliver is not delivered behind a snapshot that has it", "[routing]") {
    class restarting_wait final : public room_wait {
    public:
        explicit restarting_wait(publisher& from) : from_{from} {}
        bool wait(inbox& full, std::uint32_t) noexcept override {
            full.close(drop_reason::not_running);
            full.discard(drop_reason::not_running);
            from_.prime(full, snapshot);
            return true;
        }
        batch_builder snapshot;

    private:
        publisher& from_;
    };
    pair p{{2, 1U << 20U}, {{1, 0, selection{}, when_full::block}}, public_records};
    restarting_wait wait{p.from};
    batch_builder batch;
    for (int i = 0; i != 5; ++i)
        batch.add(ticker(1, i).header);
    p.from.publish(batch.raw(), 7, &wait);
    REQUIRE(wait.snapshot.size() == 1);
    CHECK(wait.snapshot.raw().first->sequence == 5);
    auto const got = drain(p.to);
    REQUIRE(got.size() == 1);
    CHECK(got[0].as<tickhub_gap>().first == 1);
    CHECK(got[0].as<tickhub_gap>().last == 5);
    CHECK(got[0].as<tickhub_gap>().count == 5);
    CHECK(p.books().balanced());
}
