#include "random_seed.hpp"
#include "record_buffer.hpp"

#include <tickhub/order_book.hpp>

#include <catch2/catch.hpp>

#include <functional>
#include <map>
#include <string>

using namespace tickhub;

namespace {

book_level level(std::int64_t at, std::int64_t count, std::uint32_t orders = 1) {
    return {price{at}, quantity{count}, orders};
}

tests::record_buffer message(std::uint8_t kind, std::uint64_t sequence, std::uint64_t previous,
                             std::vector<tickhub_book_level> const& bids, std::vector<tickhub_book_level> const& asks) {
    auto record = make_record<tickhub_book>(1, 0);
    record.kind = kind;
    record.book_sequence = sequence;
    record.prev_sequence = previous;
    tests::record_buffer buffer{record};
    buffer.array(&tickhub_book::bids, bids).array(&tickhub_book::asks, asks);
    return buffer;
}

book_result apply(order_book& book, tests::record_buffer message) {
    return book.apply(message.as<tickhub_book>());
}

/// The book as one would first think of it.
struct naive_book {
    std::map<std::int64_t, std::int64_t, std::greater<>> bids;
    std::map<std::int64_t, std::int64_t> asks;

    template <class Side>
    static void set(Side& side, std::int64_t at, std::int64_t count) {
        side.erase(at);
        if (count != 0) {
            side.emplace(at, count);
        }
    }
    std::string checksum_text() const {
        std::string text;
        auto const append = [&text](auto const& side) {
            int left = 10;
            for (auto const& [at, count] : side) {
                if (left-- == 0) {
                    break;
                }
                text += std::to_string(at) + std::to_string(count);
            }
        };
        append(asks);
        append(bids);
        return text;
    }
};

template <class Naive>
bool same(book_side const& side, Naive const& naive, std::size_t depth) {
    std::size_t i = 0;
    for (auto const& [at, count] : naive) {
        if (i == depth) {
            break;
        }
        if (i == side.size() || side[i].price.raw() != at || side[i].quantity.raw() != count) {
            return false;
        }
        ++i;
    }
    return i == side.size();
}

} // namespace

TEST_CASE("the checksum is that of zlib", "[sdk][order_book]") {
    CHECK(crc32("") == 0);
    CHECK(crc32("a") == 0xe8b7be43);
    CHECK(crc32("123456789") == 0xcbf43926);
    std::string_view const fox = "The quick brown fox jumps over the lazy dog";
    CHECK(crc32(fox) == 0x414fa339);
    for (std::size_t split = 0; split <= fox.size(); ++split) {
        CHECK(crc32(fox.substr(split), crc32(fox.substr(0, split))) == 0x414fa339);
    }
    static_assert(crc32("123456789") == 0xcbf43926);
}

TEST_CASE("levels are kept best first on both sides", "[sdk][order_book]") {
    order_book book;
    book.set(side::buy, level(100, 5));
    book.set(side::buy, level(102, 6));
    book.set(side::buy, level(101, 7));
    book.set(side::sell, level(105, 1));
    book.set(side::sell, level(103, 2));
    CHECK(book.bids()[0] == level(102, 6));
    CHECK(book.bids()[2] == level(100, 5));
    CHECK(book.asks()[0] == level(103, 2));
    book.set(side::buy, level(102, 0));
    book.set(side::buy, level(99, 0));
    CHECK(book.bids()[0] == level(101, 7));
    CHECK(book.bids().size() == 2);
    CHECK(book.bids().find(price{102}) == nullptr);
    CHECK(*book.bids().find(price{100}) == level(100, 5));
}

TEST_CASE("crossed and locked books are seen as such", "[sdk][order_book]") {
    order_book book;
    book.set(side::buy, level(100, 5));
    CHECK_FALSE(book.crossed());
    book.set(side::sell, level(101, 5));
    CHECK_FALSE((book.crossed() || book.locked()));
    book.set(side::buy, level(101, 5));
    CHECK((book.locked() && !book.crossed()));
    book.set(side::buy, level(102, 5));
    CHECK((book.crossed() && !book.locked()));
}

TEST_CASE("a book follows its chain and notices a missed message", "[sdk][order_book]") {
    order_book book;
    CHECK(apply(book, message(TICKHUB_BOOK_KIND_UPDATE, 1, 0, {{100, 5, 1, 0}}, {})) == book_result::missed);
    CHECK(apply(book, message(TICKHUB_BOOK_KIND_SNAPSHOT, 7, 0, {{100, 5, 1, 0}}, {{101, 6, 2, 0}})) ==
          book_result::applied);
    CHECK(apply(book, message(TICKHUB_BOOK_KIND_UPDATE, 9, 7, {{100, 0, 0, 0}, {99, 4, 1, 0}}, {})) ==
          book_result::applied);
    CHECK(book.sequence() == 9);
    CHECK(book.bids()[0] == level(99, 4));
    CHECK(book.asks()[0] == level(101, 6, 2));
    CHECK(apply(book, message(TICKHUB_BOOK_KIND_UPDATE, 11, 10, {{98, 1, 1, 0}}, {})) == book_result::missed);
    CHECK_FALSE(book.synchronised());
    CHECK(book.bids().size() == 1);
    // Nor does it fall back into step by chance.
    CHECK(apply(book, message(TICKHUB_BOOK_KIND_UPDATE, 10, 9, {{98, 1, 1, 0}}, {})) == book_result::missed);
    CHECK(apply(book, message(TICKHUB_BOOK_KIND_NONE, 10, 9, {}, {})) == book_result::refused);
    CHECK(apply(book, message(TICKHUB_BOOK_KIND_SNAPSHOT, 12, 0, {}, {})) == book_result::applied);
    CHECK((book.synchronised() && book.bids().empty() && book.asks().empty()));
}

TEST_CASE("the book's checksum is the one that the page for client authors works out", "[sdk][order_book]") {
    order_book book;
    CHECK(book.checksum() == 0);
    book.set(side::buy, level(3'201'000'000'000, 120));
    book.set(side::sell, level(3'201'050'000'000, 75));
    CHECK(book.checksum() == crc32("3201050000000753201000000000120"));
    CHECK(book.checksum() == 711'186'554);
    book.set(side::buy, level(-1, 2));
    CHECK(book.checksum() == crc32("3201050000000753201000000000120-12"));
}

TEST_CASE("after any changes a book is what a plain map would be", "[sdk][order_book]") {
    CAPTURE(tests::random_seed());
    std::mt19937_64 random{tests::random_seed()};
    order_book book{book_side::unbounded, 8};
    naive_book naive;
    for (int round = 0; round < 20'000; ++round) {
        // Near the middle, as real changes are, with the sides apart.
        auto const distance = static_cast<std::int64_t>(random() % (1 + random() % 60));
        auto const count = static_cast<std::int64_t>(random() % 4 == 0 ? 0 : random() % 1'000);
        if (random() % 2 == 0) {
            book.set(side::buy, level(1'000 - distance, count));
            naive_book::set(naive.bids, 1'000 - distance, count);
        } else {
            book.set(side::sell, level(1'001 + distance, count));
            naive_book::set(naive.asks, 1'001 + distance, count);
        }
        REQUIRE(same(book.bids(), naive.bids, naive.bids.size()));
        REQUIRE(same(book.asks(), naive.asks, naive.asks.size()));
        REQUIRE(book.checksum() == crc32(naive.checksum_text()));
    }
}

TEST_CASE("a bounded book holds the best levels that it was given", "[sdk][order_book]") {
    CAPTURE(tests::random_seed());
    std::mt19937_64 random{tests::random_seed()};
    for (std::size_t depth : {1u, 2u, 10u}) {
        order_book book{depth};
        naive_book naive;
        for (int round = 0; round < 2'000; ++round) {
            auto const at = static_cast<std::int64_t>(random() % 100'000);
            book.set(side::buy, level(at, 1));
            book.set(side::sell, level(at, 1));
            naive_book::set(naive.bids, at, 1);
            naive_book::set(naive.asks, at, 1);
            REQUIRE(same(book.bids(), naive.bids, depth));
            REQUIRE(same(book.asks(), naive.asks, depth));
        }
    }
}
