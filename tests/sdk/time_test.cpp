#include "random_seed.hpp"

#include <tickhub/time.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <string>

using namespace tickhub;

namespace {

std::string formatted(timestamp when) {
    char out[time_size];
    return {out, format_time(out, when)};
}

std::string interval(std::uint64_t nanoseconds) {
    char out[max_interval_size];
    return {out, format_interval(out, nanoseconds)};
}

} // namespace

TEST_CASE("a time is written in UTC with nine decimals", "[sdk][time]") {
    CHECK(formatted(timestamp{1'623'383'152'000'000'000}) == "2021-06-11T03:45:52.000000000Z");
    CHECK(formatted(timestamp{}) == "1970-01-01T00:00:00.000000000Z");
    CHECK(formatted(timestamp{951'782'399'123'456'789}) == "2000-02-28T23:59:59.123456789Z");
    CHECK(formatted(timestamp{951'782'400'000'000'001}) == "2000-02-29T00:00:00.000000001Z");
    CHECK(formatted(timestamp{UINT64_MAX - 1}) == "2554-07-21T23:34:33.709551614Z");
}

TEST_CASE("what was written is read back as it was, whenever it was", "[sdk][time]") {
    CAPTURE(tests::random_seed());
    std::mt19937_64 random{tests::random_seed()};
    for (int round = 0; round < 50'000; ++round) {
        timestamp const when{random() >> (random() % 64) & ~std::uint64_t{1}};
        REQUIRE(parse_time(formatted(when)) == when);
    }
}

TEST_CASE("every day from 1900 to 2600 follows the day before it as in std::chrono", "[sdk][time]") {
    using namespace std::chrono;
    for (auto day = sys_days{1900y / 1 / 1}; day < sys_days{2600y / 1 / 1}; day += days{1}) {
        year_month_day const expected{day};
        std::int64_t const count = day.time_since_epoch().count();
        calendar_day const date = day_from_epoch(count);
        REQUIRE(date.year == static_cast<int>(expected.year()));
        REQUIRE(date.month == static_cast<unsigned>(expected.month()));
        REQUIRE(date.day == static_cast<unsigned>(expected.day()));
        REQUIRE(days_from_epoch(date) == count);
        REQUIRE(exists(date));
        bool const last = (day + days{1}) == sys_days{expected.year() / expected.month() / 1 + months{1}};
        REQUIRE(exists({date.year, date.month, date.day + 1}) == !last);
    }
}

TEST_CASE("RFC 3339 is read with offsets and fractions", "[sdk][time]") {
    timestamp const when{1'623'383'152'250'000'000};
    CHECK(parse_time("2021-06-11T03:45:52.25Z") == when);
    CHECK(parse_time("2021-06-11t03:45:52.25z") == when);
    CHECK(parse_time("2021-06-11 09:15:52.250000000000+05:30") == when);
    CHECK(parse_time("2021-06-10T20:45:52.25-07:00") == when);
    CHECK(parse_time("1969-12-31T23:59:59-00:01") == timestamp{59'000'000'000});
}

TEST_CASE("what isn't a time, or can't be kept, is nothing", "[sdk][time]") {
    for (auto const* bad : {"",
                            "2021-06-11",
                            "2021-06-11T03:45:52",
                            "2021-06-11T03:45Z",
                            "2021-6-11T03:45:52Z",
                            "2021-02-29T00:00:00Z",
                            "2021-06-31T00:00:00Z",
                            "2021-00-01T00:00:00Z",
                            "2021-13-01T00:00:00Z",
                            "2021-06-11T24:00:00Z",
                            "2021-06-11T03:60:52Z",
                            "2016-12-31T23:59:60Z",
                            "2021-06-11T03:45:52.Z",
                            "2021-06-11T03:45:52.0000000001Z",
                            "2021-06-11T03:45:52+5:30",
                            "2021-06-11T03:45:52+0530",
                            "2021-06-11T03:45:52+24:00",
                            "2021-06-11T03:45:52Zx",
                            "1969-12-31T23:59:59Z",
                            "1970-01-01T00:00:00+00:01",
                            "2554-07-21T23:34:33.709551615Z",
                            "9999-12-31T23:59:59Z",
                            "0000-00-00T00:00:00Z"}) {
        CAPTURE(bad);
        CHECK(parse_time(bad) == std::nullopt);
    }
}

TEST_CASE("dates are numbers that a person reads", "[sdk][time]") {
    CHECK(date_of(timestamp{1'623'383'152'000'000'000}) == 2021'06'11);
    CHECK(date_of(timestamp{}) == 1970'01'01);
    CHECK(is_date(2020'02'29));
    for (std::uint32_t bad :
         {0u, 2021'02'29u, 1900'02'29u, 2021'13'01u, 2021'00'01u, 2021'01'00u, 99'999'999u, UINT32_MAX}) {
        CHECK_FALSE(is_date(bad));
    }
    char out[date_size];
    CHECK(std::string_view{out, static_cast<std::size_t>(format_date(out, 2021'06'11) - out)} == "2021-06-11");
}

TEST_CASE("an interval is written in the largest unit that divides it", "[sdk][time]") {
    CHECK(interval(60'000'000'000) == "1m");
    CHECK(interval(90'000'000'000) == "90s");
    CHECK(interval(3'600'000'000'000) == "1h");
    CHECK(interval(86'400'000'000'000) == "1d");
    CHECK(interval(250'000'000) == "250ms");
    CHECK(interval(1'500) == "1500ns");
    CHECK(interval(0) == "0s");
    CHECK(interval(UINT64_MAX) == "18446744073709551615ns");
    CHECK(interval(UINT64_MAX).size() == max_interval_size);
}
