#include "record_samples.hpp"

#include <tickhub/blank_record.hpp>
#include <tickhub/record.hpp>

#include <catch2/catch.hpp>

#include <cstring>

using namespace tickhub;

TEST_CASE("every record has a name that leads back to it", "[sdk][record]") {
    for (std::uint8_t record = 1; record < TICKHUB_RECORD_COUNT; ++record) {
        CHECK(!record_name(record).empty());
        CHECK(record_from_name(record_name(record)) == record);
        CHECK(delivery_class_of(record) != delivery_class::none);
    }
    CHECK(record_name(TICKHUB_RECORD_NONE).empty());
    CHECK(record_name(TICKHUB_RECORD_COUNT).empty());
    CHECK(record_from_name("trade") == TICKHUB_RECORD_NONE);
    CHECK(record_from_name("") == TICKHUB_RECORD_NONE);
}

TEST_CASE("a bar is state while it forms and an event once it is final", "[sdk][record]") {
    auto bar = make_blank<tickhub_ohlcv>(1, 0);
    CHECK(delivery_class_of(bar.header) == delivery_class::state);
    bar.is_final = 1;
    CHECK(delivery_class_of(bar.header) == delivery_class::event);
    CHECK(delivery_class_of(make_blank<tickhub_book>(1, 0).header) == delivery_class::keyed);
    CHECK(delivery_class_of(make_blank<tickhub_trade>(1, 0).header) == delivery_class::event);
    CHECK(delivery_class_of(make_blank<tickhub_ticker>(1, 0).header) == delivery_class::state);
}

TEST_CASE("all samples are valid, and none is when one byte of it is missing", "[sdk][record]") {
    for (std::uint8_t record = 1; record < TICKHUB_RECORD_COUNT; ++record) {
        for (auto const& sample : tests::samples_of(record)) {
            CAPTURE(sample.title);
            CHECK(valid_record(sample.record.header()));
            CHECK(valid_record(sample.record.header(), sample.record.header().size));
            CHECK_FALSE(valid_record(sample.record.header(), sample.record.header().size - 1));
        }
    }
}

TEST_CASE("a record's size must fit its kind", "[sdk][record]") {
    tests::record_buffer trade{make_blank<tickhub_trade>(1, 0)};
    trade.header().size = 40;
    CHECK_FALSE(valid_record(trade.header()));
    trade.header().size = sizeof(tickhub_trade) - 4;
    CHECK_FALSE(valid_record(trade.header()));
    tests::record_buffer longer{make_blank<tickhub_trade>(1, 0)};
    longer.text(&tickhub_notice::text, "behind a record that has no text");
    CHECK_FALSE(valid_record(longer.header()));
    tests::record_buffer huge{make_blank<tickhub_notice>(0, 0)};
    huge.text(&tickhub_notice::text, std::string(TICKHUB_MAX_TEXT_SIZE, 'x'));
    CHECK(valid_record(huge.header()));
    huge.text(&tickhub_notice::code, "x");
    CHECK_FALSE(valid_record(huge.header()));
}

TEST_CASE("private and unknown kinds aren't valid", "[sdk][record]") {
    tests::record_buffer record{make_blank<tickhub_trade>(1, 0)};
    for (unsigned kind : {0u, unsigned{TICKHUB_RECORD_EXECUTION_REPORT}, unsigned{TICKHUB_RECORD_PORTFOLIO},
                          unsigned{TICKHUB_RECORD_COUNT}, 255u}) {
        record.header().record = static_cast<std::uint8_t>(kind);
        CHECK_FALSE(valid_record(record.header()));
    }
}

TEST_CASE("a reference must stay behind the struct and within the record", "[sdk][record]") {
    auto const original = tests::samples_of(TICKHUB_RECORD_BOOK).front().record;
    auto with = [&original](tickhub_array_ref bids) {
        auto copy = original;
        copy.as<tickhub_book>().bids = bids;
        return valid_record(copy.header());
    };
    std::uint32_t const size = original.header().size;
    CHECK(with({sizeof(tickhub_book), 3}));
    CHECK(with({0, 0}));
    CHECK_FALSE(with({sizeof(tickhub_book), 4}));
    CHECK_FALSE(with({sizeof(tickhub_book) - 8, 1}));
    CHECK_FALSE(with({sizeof(tickhub_book) + 4, 1}));
    CHECK_FALSE(with({size, 1}));
    CHECK_FALSE(with({sizeof(tickhub_book), 0xffff'ffff}));
    CHECK_FALSE(with({0xffff'fff8, 1}));
    CHECK_FALSE(with({0xffff'fff8, 0x0aaa'aaab})); // wraps around in 32 bits
}

TEST_CASE("unknown enum values, dates and flags, and reserved bytes in use aren't valid", "[sdk][record]") {
    tests::record_buffer trade{make_blank<tickhub_trade>(1, 0)};
    auto const refused = [](tests::record_buffer copy, auto change) {
        change(copy);
        return !valid_record(copy.header());
    };
    REQUIRE(valid_record(trade.header()));
    CHECK(refused(trade, [](auto& r) { r.template as<tickhub_trade>().side = 3; }));
    CHECK(refused(trade, [](auto& r) { r.template as<tickhub_trade>().action = 4; }));
    CHECK(refused(trade, [](auto& r) { r.template as<tickhub_trade>().reserved[5] = 1; }));
    CHECK(refused(trade, [](auto& r) { r.header().flags = 1; }));
    CHECK(refused(trade, [](auto& r) { r.header().reserved = 1; }));
    tests::record_buffer ticker{make_blank<tickhub_ticker>(1, 0)};
    CHECK(refused(ticker, [](auto& r) { r.template as<tickhub_ticker>().trading_date = 2021'02'29; }));
    CHECK(refused(ticker, [](auto& r) { r.template as<tickhub_ticker>().trading_date = 4'000'000'000; }));
    tests::record_buffer status{make_blank<tickhub_status_record>(1, 0)};
    CHECK(refused(status, [](auto& r) { r.template as<tickhub_status_record>().action = 5; }));
    auto const book = tests::samples_of(TICKHUB_RECORD_BOOK).front().record;
    CHECK(refused(book, [](auto& r) {
        auto* const bytes = reinterpret_cast<char*>(&r.header());
        reinterpret_cast<tickhub_book_level*>(bytes + sizeof(tickhub_book))->reserved = 1;
    }));
}
