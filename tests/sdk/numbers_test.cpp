#include "random_seed.hpp"

#include <tickhub/numbers.hpp>

#include <catch2/catch.hpp>

#include <type_traits>

using namespace tickhub;
using namespace std::chrono_literals;

namespace {

template <class A, class B>
concept addable = requires(A a, B b) {
    a + b;
};

static_assert(addable<price, price> && !addable<price, quantity> && !addable<price, percent>);
static_assert(!std::is_convertible_v<std::int64_t, price> && !std::is_convertible_v<price, quantity>);
static_assert(sizeof(price) == 8 && sizeof(money) == 16 && sizeof(timestamp) == 8);

constexpr price rupees(std::int64_t count) {
    return price{count * 1'000'000'000};
}

} // namespace

TEST_CASE("sums of numbers are exact, or undefined", "[sdk][numbers]") {
    CHECK(price{2} + price{3} == price{5});
    CHECK(price{2} - price{3} == price{-1});
    CHECK(-price{2} == price{-2});
    CHECK(price{7} * 3 == price{21});
    CHECK((price{INT64_MAX - 1} + price{1}) == price::undefined());
    CHECK_FALSE((price{INT64_MAX - 1} + price{2}).is_defined());
    CHECK_FALSE((price{INT64_MIN} - price{1}).is_defined());
    CHECK_FALSE((-price{INT64_MIN}).is_defined());
    CHECK_FALSE((price::undefined() - price::undefined()).is_defined());
    CHECK_FALSE((price::undefined() * 0).is_defined());
    CHECK(price{2} < price{3});
    CHECK(price{INT64_MAX - 1} < price::undefined());
}

TEST_CASE("money keeps its sign and its words", "[sdk][numbers]") {
    CHECK(money{-1}.words().low == UINT64_MAX);
    CHECK(money{-1}.words().high == -1);
    CHECK(money{money{-5}.words()} == money{-5});
    CHECK(money{-5} < money{3});
    CHECK(money{-5} + money{7} == money{2});
    CHECK_FALSE(money::undefined().is_defined());
    CHECK_FALSE((money::undefined() + money{1}).is_defined());
    CHECK_FALSE((money{tickhub_money{UINT64_MAX - 1, INT64_MAX}} + money{5}).is_defined());
    CHECK(money{tickhub_money{UINT64_MAX, INT64_MAX}} == money::undefined());
}

TEST_CASE("price times quantity is money", "[sdk][numbers]") {
    CHECK(turnover_of(price{2'188'650'000'000}, quantity{3}, 0) == money{6'565'950'000'000});
    CHECK(turnover_of(rupees(64'000), quantity{150'000'000}, 8) == money{96'000'000'000'000});
    CHECK(turnover_of(price{1}, quantity{5}, 1) == money{1});
    CHECK(turnover_of(price{-1}, quantity{5}, 1) == money{-1});
    CHECK(turnover_of(price{1}, quantity{4}, 1) == money{0});
    CHECK_FALSE(turnover_of(price::undefined(), quantity{5}, 0).is_defined());
    CHECK(turnover_of(price{INT64_MIN}, quantity{INT64_MIN}, 0).is_defined());
}

TEST_CASE("turnover over volume is the average price", "[sdk][numbers]") {
    CHECK(average_price(money{10}, quantity{4}, 0) == price{3});
    CHECK(average_price(money{-10}, quantity{4}, 0) == price{-3});
    CHECK(average_price(money{96'000'000'000'000}, quantity{150'000'000}, 8) == rupees(64'000));
    CHECK_FALSE(average_price(money{10}, quantity{}, 0).is_defined());
    CHECK_FALSE(average_price(money::undefined(), quantity{1}, 0).is_defined());
    CHECK_FALSE(average_price(money{tickhub_money{0, 1}}, quantity{1}, 0).is_defined());
    CHECK_FALSE(average_price(money{tickhub_money{0, INT64_MAX / 2}}, quantity{1}, 8).is_defined());
}

TEST_CASE("a change in percent is rounded half away from zero", "[sdk][numbers]") {
    CHECK(change(rupees(105), rupees(100)) == rupees(5));
    CHECK(change_pct(rupees(105), rupees(100)) == percent{5'000'000'000});
    CHECK(change_pct(rupees(1), rupees(3)) == percent{-66'666'666'667});
    CHECK(change_pct(rupees(4), rupees(3)) == percent{33'333'333'333});
    // 1 of 2 × 10^11 is half of 1e-9 of a percent.
    CHECK(change_pct(price{200'000'000'001}, price{200'000'000'000}) == percent{1});
    CHECK(change_pct(price{199'999'999'999}, price{200'000'000'000}) == percent{-1});
    CHECK_FALSE(change_pct(rupees(1), price{}).is_defined());
    CHECK_FALSE(change_pct(rupees(1), rupees(-1)).is_defined());
    CHECK_FALSE(change_pct(price::undefined(), rupees(1)).is_defined());
    CHECK_FALSE(change_pct(rupees(9'000'000'000), price{1}).is_defined());
}

TEST_CASE("rounding never is further off than a half", "[sdk][numbers]") {
    CAPTURE(tests::random_seed());
    std::mt19937_64 random{tests::random_seed()};
    for (int round = 0; round < 20'000; ++round) {
        int128 const dividend = static_cast<int128>(tests::any_magnitude(random)) * 1'000;
        int128 const divisor = (tests::any_magnitude(random) & INT64_MAX) | 1;
        int128 const twice_off = 2 * (divide_rounded(dividend, divisor) * divisor - dividend);
        REQUIRE(twice_off <= divisor);
        REQUIRE(twice_off >= -divisor);
    }
}

TEST_CASE("times move by durations, or are undefined", "[sdk][numbers]") {
    CHECK(timestamp{1'000} + 2us == timestamp{3'000});
    CHECK(timestamp{3'000} - 2us == timestamp{1'000});
    CHECK(timestamp{3'000} + -2us == timestamp{1'000});
    CHECK(timestamp{1'000} - timestamp{3'000} == -2us);
    CHECK_FALSE((timestamp{1'000} - 2us).is_defined());
    CHECK_FALSE((timestamp{UINT64_MAX - 1} + 5ns).is_defined());
    CHECK_FALSE((timestamp::undefined() - 1ns).is_defined());
}
