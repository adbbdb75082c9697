#include "random_seed.hpp"

#include <tickhub/decimal.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace tickhub;

namespace {

std::string formatted(std::int64_t value, unsigned decimals = 9) {
    char out[max_decimal_size];
    return {out, format_decimal(out, value, decimals)};
}

std::string formatted(money value) {
    char out[max_money_size];
    return {out, format_money(out, value)};
}

decimal_error error_of(std::string_view text, unsigned decimals = 9, exponent_form form = exponent_form::refused) {
    return parse_decimal(text, decimals, form).error;
}

/// The same by plain arithmetic on digits.
std::string slowly_formatted(int128 value, unsigned decimals) {
    std::string digits;
    bool const negative = value < 0;
    for (int128 rest = value; rest != 0; rest /= 10) {
        int const digit = static_cast<int>(rest % 10);
        digits += static_cast<char>('0' + (digit < 0 ? -digit : digit));
    }
    digits.resize(std::max<std::size_t>(digits.size(), decimals + 1), '0');
    digits.insert(decimals, 1, '.');
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.find('.')));
    if (digits.front() == '.') {
        digits.erase(0, 1);
    }
    std::reverse(digits.begin(), digits.end());
    return (negative ? "-" : "") + digits;
}

} // namespace

TEST_CASE("a decimal is written exactly, without exponent or idle zeros", "[sdk][decimal]") {
    CHECK(formatted(2'188'650'000'000) == "2188.65");
    CHECK(formatted(50'000'000) == "0.05");
    CHECK(formatted(-3'000'000'000) == "-3");
    CHECK(formatted(1) == "0.000000001");
    CHECK(formatted(-1) == "-0.000000001");
    CHECK(formatted(0) == "0");
    CHECK(formatted(100'000'000) == "0.1");
    CHECK(formatted(1'000'000'010) == "1.00000001");
    CHECK(formatted(INT64_MAX) == "9223372036.854775807");
    CHECK(formatted(INT64_MIN) == "-9223372036.854775808");
    CHECK(formatted(1'050'000, 8) == "0.0105");
    CHECK(formatted(1'050'000, 0) == "1050000");
    CHECK(formatted(INT64_MIN, 0) == "-9223372036854775808");
    CHECK(formatted(INT64_MIN, 0).size() == 20);
    CHECK(formatted(-7, 1) == "-0.7");
}

TEST_CASE("money is written exactly over all its 128 bits", "[sdk][decimal]") {
    CHECK(formatted(money{}) == "0");
    CHECK(formatted(money{-1}) == "-0.000000001");
    CHECK(formatted(money{tickhub_money{0, 1}}) == "18446744073.709551616");
    CHECK(formatted(money{tickhub_money{0, INT64_MIN}}) == "-170141183460469231731687303715.884105728");
    CHECK(formatted(money{tickhub_money{0, INT64_MIN}}).size() < max_money_size);
    CHECK(formatted(money{static_cast<int128>(1'000'000'000'000'000'000) * 1'000'000'000'000}) ==
          "1000000000000000000000");
}

TEST_CASE("decimals and money of all magnitudes are written as by hand", "[sdk][decimal]") {
    CAPTURE(tests::random_seed());
    std::mt19937_64 random{tests::random_seed()};
    for (int round = 0; round < 20'000; ++round) {
        std::int64_t const value = tests::any_magnitude(random);
        unsigned const decimals = static_cast<unsigned>(random() % 10);
        REQUIRE(formatted(value, decimals) == slowly_formatted(value, decimals));
        money const cash{tickhub_money{random(), tests::any_magnitude(random)}};
        REQUIRE(formatted(cash) == slowly_formatted(cash.raw(), 9));
    }
}

TEST_CASE("what was written is read back as it was", "[sdk][decimal]") {
    CAPTURE(tests::random_seed());
    std::mt19937_64 random{tests::random_seed()};
    for (int round = 0; round < 50'000; ++round) {
        std::int64_t const value = std::min(tests::any_magnitude(random), INT64_MAX - 1);
        unsigned const decimals = static_cast<unsigned>(random() % 10);
        CAPTURE(value, decimals);
        auto const parsed = parse_decimal(formatted(value, decimals), decimals);
        REQUIRE(parsed.error == decimal_error::none);
        REQUIRE(parsed.value == value);
    }
}

TEST_CASE("a decimal is read with sign, point and zeros wherever people put them", "[sdk][decimal]") {
    CHECK(parse_decimal("2188.65").value == 2'188'650'000'000);
    CHECK(parse_decimal("+2188.65").value == 2'188'650'000'000);
    CHECK(parse_decimal("-0.05").value == -50'000'000);
    CHECK(parse_decimal(".5").value == 500'000'000);
    CHECK(parse_decimal("5.").value == 5'000'000'000);
    CHECK(parse_decimal("-0").value == 0);
    CHECK(parse_decimal("0000000000000000000000000001.5").value == 1'500'000'000);
    CHECK(parse_decimal("1.50000000000000000000000000000").value == 1'500'000'000);
    CHECK(parse_decimal("585.33", 4).value == 5'853'300);
    CHECK(parse_decimal("18", 0).value == 18);
    CHECK(parse_decimal("18.000", 0).value == 18);
    for (auto const* good : {"2188.65", ".5", "5.", "-0", "1.500000000000"}) {
        CHECK(parse_decimal(good));
    }
}

TEST_CASE("an exponent is read where it is asked for", "[sdk][decimal]") {
    auto const read = [](std::string_view text) { return parse_decimal(text, 9, exponent_form::accepted); };
    CHECK(read("1.5e-3").value == 1'500'000);
    CHECK(read("1e-9").value == 1);
    CHECK(read("1E+3").value == 1'000'000'000'000);
    CHECK(read("0e99999999999999999999").value == 0);
    CHECK(read("10e-10").value == 1);
    CHECK(read("1e-10").error == decimal_error::too_precise);
    CHECK(read("1e99999999999999999999").error == decimal_error::out_of_range);
    CHECK(read("1e-99999999999999999999").error == decimal_error::too_precise);
    for (auto const* bad : {"1e", "1e+", "e5", "1e5.0", "1e 5", "1ee5"}) {
        CHECK(read(bad).error == decimal_error::malformed);
    }
    CHECK(error_of("1e3") == decimal_error::malformed);
}

TEST_CASE("what isn't a decimal says why", "[sdk][decimal]") {
    CHECK(error_of("") == decimal_error::empty);
    for (auto const* bad :
         {".", "-", "+", "-.", "1,5", "1.2.3", "--1", "12a", " 1", "1 ", "0x10", "nan", "inf", "1_0"}) {
        CAPTURE(bad);
        CHECK(error_of(bad) == decimal_error::malformed);
    }
    CHECK(error_of(std::string_view{"1\0", 2}) == decimal_error::malformed);
    CHECK(error_of("0.0000000001") == decimal_error::too_precise);
    CHECK(error_of("1.23", 1) == decimal_error::too_precise);
    CHECK(error_of("9223372036.854775808") == decimal_error::out_of_range);
    CHECK(error_of("-9223372036.854775809") == decimal_error::out_of_range);
    CHECK(error_of("99999999999999999999999999") == decimal_error::out_of_range);
    CHECK(describe(decimal_error::too_precise) == "has too many decimals");
}

TEST_CASE("the number that stands for undefined is out of range, its neighbours aren't", "[sdk][decimal]") {
    CHECK(error_of("9223372036.854775807") == decimal_error::out_of_range);
    CHECK(parse_decimal("9223372036.854775806").value == INT64_MAX - 1);
    CHECK(parse_decimal("-9223372036.854775808").value == INT64_MIN);
    CHECK(parse_decimal("-9223372036.854775807").value == INT64_MIN + 1);
}
