#include "random_seed.hpp"

#include <tickhub/blank_record.hpp>
#include <tickhub/order_by_order_book.hpp>

#include <catch2/catch.hpp>

#include <map>

using namespace tickhub;

namespace {

tickhub_mbo mbo(std::uint8_t action, std::uint64_t id, std::int64_t at = TICKHUB_UNDEFINED_INT64,
                std::int64_t count = TICKHUB_UNDEFINED_INT64, side of = side::none) {
    auto record = make_blank<tickhub_mbo>(1, 0);
    record.action = action;
    record.order_id = id;
    record.price = at;
    record.quantity = count;
    record.side = static_cast<std::uint8_t>(of);
    return record;
}

/// Orders by id, and levels summed up from scratch.
struct naive_orders {
    struct order {
        side of;
        std::int64_t at;
        std::int64_t count;
    };
    std::map<std::uint64_t, order> by_id;

    std::map<std::int64_t, book_level> levels(side of) const {
        std::map<std::int64_t, book_level> levels;
        for (auto const& [id, resting] : by_id) {
            if (resting.of == of) {
                auto& level =
                    levels.try_emplace(resting.at, book_level{price{resting.at}, quantity{}, 0}).first->second;
                level.quantity += quantity{resting.count};
                ++level.orders;
            }
        }
        return levels;
    }
};

bool same(book_side const& side, std::map<std::int64_t, book_level> const& naive) {
    for (auto const& [at, level] : naive) {
        auto const* const found = side.find(price{at});
        if (found == nullptr || *found != level) {
            return false;
        }
    }
    return side.size() == naive.size();
}

} // namespace

TEST_CASE("orders come, change and leave, and levels count them", "[sdk][order_by_order]") {
    order_by_order_book book;
    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_ADD, 1, 100, 10, side::buy)) == order_result::applied);
    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_ADD, 2, 100, 5, side::buy)) == order_result::applied);
    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_ADD, 3, 101, 7, side::sell)) == order_result::applied);
    CHECK(book.levels().bids()[0] == book_level{price{100}, quantity{15}, 2});

    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_CANCEL, 1, 100, 4)) == order_result::applied);
    CHECK(book.levels().bids()[0] == book_level{price{100}, quantity{11}, 2});
    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_CANCEL, 1)) == order_result::applied);
    CHECK(book.levels().bids()[0] == book_level{price{100}, quantity{5}, 1});
    CHECK(book.find(1) == nullptr);

    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_MODIFY, 2, 99, 8)) == order_result::applied);
    CHECK(book.levels().bids()[0] == book_level{price{99}, quantity{8}, 1});
    CHECK(book.levels().bids().size() == 1);

    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_CLEAR, 0)) == order_result::applied);
    CHECK((book.order_count() == 0 && book.levels().bids().empty() && book.levels().asks().empty()));
}

TEST_CASE("what happened changes nothing until the cancel that follows it", "[sdk][order_by_order]") {
    order_by_order_book book;
    book.apply(mbo(TICKHUB_MBO_ACTION_ADD, 1, 100, 10, side::buy));
    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_TRADE, 0, 100, 4, side::sell)) == order_result::applied);
    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_FILL, 1, 100, 4, side::buy)) == order_result::applied);
    CHECK(book.levels().bids()[0].quantity == quantity{10});
    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_CANCEL, 1, 100, 4, side::buy)) == order_result::applied);
    CHECK(book.levels().bids()[0].quantity == quantity{6});
}

TEST_CASE("what makes no sense changes nothing and is told", "[sdk][order_by_order]") {
    order_by_order_book book;
    book.apply(mbo(TICKHUB_MBO_ACTION_ADD, 1, 100, 10, side::buy));
    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_ADD, 1, 101, 1, side::buy)) == order_result::duplicate_order);
    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_CANCEL, 2, 100, 1)) == order_result::unknown_order);
    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_MODIFY, 2, 100, 1)) == order_result::unknown_order);
    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_NONE, 1)) == order_result::refused);
    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_ADD, 2, 100, 0, side::buy)) == order_result::refused);
    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_ADD, 2, 100, -1, side::buy)) == order_result::refused);
    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_ADD, 2, 100, 1, side::none)) == order_result::refused);
    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_ADD, 0, 100, 1, side::buy)) == order_result::refused);
    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_ADD, 2, TICKHUB_UNDEFINED_INT64, 1, side::buy)) == order_result::refused);
    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_ADD, 2, 100, INT64_MAX - 1, side::buy)) == order_result::refused);
    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_CANCEL, 1, 100, 0)) == order_result::refused);
    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_MODIFY, 1, 100, 0)) == order_result::refused);
    CHECK(book.order_count() == 1);
    CHECK(book.levels().bids()[0] == book_level{price{100}, quantity{10}, 1});
    CHECK(book.apply(mbo(TICKHUB_MBO_ACTION_MODIFY, 1, 100, INT64_MAX - 1)) == order_result::applied);
}

TEST_CASE("after any steps the levels are the sums of the orders", "[sdk][order_by_order]") {
    CAPTURE(tests::random_seed());
    std::mt19937_64 random{tests::random_seed()};
    order_by_order_book book{1, 1}; // small, so that it grows on the way
    naive_orders naive;
    for (int round = 0; round < 20'000; ++round) {
        std::uint64_t const id = 1 + random() % 200;
        auto const at = static_cast<std::int64_t>(900 + random() % 200);
        auto const count = static_cast<std::int64_t>(1 + random() % 50);
        auto const known = naive.by_id.find(id);
        switch (random() % 3) {
        case 0: {
            side const of = random() % 2 == 0 ? side::buy : side::sell;
            auto const result = book.apply(mbo(TICKHUB_MBO_ACTION_ADD, id, at, count, of));
            REQUIRE((result == order_result::applied) ==
                    naive.by_id.try_emplace(id, naive_orders::order{of, at, count}).second);
            break;
        }
        case 1:
            REQUIRE((book.apply(mbo(TICKHUB_MBO_ACTION_CANCEL, id, at, count)) == order_result::applied) ==
                    (known != naive.by_id.end()));
            if (known != naive.by_id.end() && (known->second.count -= count) <= 0) {
                naive.by_id.erase(known);
            }
            break;
        default:
            REQUIRE((book.apply(mbo(TICKHUB_MBO_ACTION_MODIFY, id, at, count)) == order_result::applied) ==
                    (known != naive.by_id.end()));
            if (known != naive.by_id.end()) {
                known->second.at = at;
                known->second.count = count;
            }
        }
        REQUIRE(book.order_count() == naive.by_id.size());
        if (round % 16 == 0) {
            REQUIRE(same(book.levels().bids(), naive.levels(side::buy)));
            REQUIRE(same(book.levels().asks(), naive.levels(side::sell)));
        }
    }
}

TEST_CASE("the table of orders finds each order however many came and went", "[sdk][order_by_order]") {
    CAPTURE(tests::random_seed());
    std::mt19937_64 random{tests::random_seed()};
    order_table table{8};
    std::map<std::uint64_t, std::int64_t> naive;
    for (int round = 0; round < 50'000; ++round) {
        std::uint64_t const id = 1 + random() % 100;
        if (auto* const order = table.find(id)) {
            REQUIRE(order->quantity.raw() == naive.at(id));
            table.erase(order);
            naive.erase(id);
        } else {
            REQUIRE(naive.count(id) == 0);
            table.insert({id, price{1}, quantity{round + 1}, side::buy});
            naive[id] = round + 1;
        }
        REQUIRE(table.size() == naive.size());
    }
}
