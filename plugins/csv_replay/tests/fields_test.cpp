#include "number_field.hpp"
#include "text.hpp"
#include "time_field.hpp"
#include "zone.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace tickhub::csv_replay;
using namespace std::chrono_literals;

namespace {

std::string read_time(std::string_view text, char const* zone_name = "Asia/Kolkata",
                      time_format format = time_format::text) {
    time_field field{format, zone{zone_name}};
    auto const when = field.read(text);
    return when ? to_text(*when) : "nothing";
}

std::int64_t price_of(std::string_view text) {
    auto const price = read_price(text);
    return price ? price->raw() : -1;
}

} // namespace

TEST_CASE("a local time is read in its zone", "[time_field]") {
    CHECK(read_time("2021-06-11 09:15:50") == "2021-06-11T03:45:50Z");
    CHECK(read_time("2021-06-11T09:15:50") == "2021-06-11T03:45:50Z");
    CHECK(read_time("  2021-06-11 09:15 ") == "2021-06-11T03:45:00Z");
    CHECK(read_time("2021-06-11 09:15:50.123456789") == "2021-06-11T03:45:50.123456789Z");
    CHECK(read_time("2021-06-11 09:15:50.5") == "2021-06-11T03:45:50.5Z");
    CHECK(read_time("2021-06-11") == "2021-06-10T18:30:00Z");
    CHECK(read_time("1970-01-01 05:30:00") == "1970-01-01T00:00:00Z");
    CHECK(read_time("1970-01-01 05:29:59.9") == "before 1970");
}

TEST_CASE("an offset in the text wins over the zone", "[time_field]") {
    CHECK(read_time("2021-06-11T09:15:50Z") == "2021-06-11T09:15:50Z");
    CHECK(read_time("2021-06-11 09:15:50+05:30", "UTC") == "2021-06-11T03:45:50Z");
    CHECK(read_time("2021-06-11 09:15:50 -0400") == "2021-06-11T13:15:50Z");
}

TEST_CASE("what is no time is nothing", "[time_field]") {
    for (auto const* text :
         {"", "x", "2021-06-11 09", "2021-6-11 09:15:50", "2021-02-29 09:15:50", "2021-13-01", "2021-06-11 24:00:00",
          "2021-06-11 09:60:00", "2021-06-11 09:15:60", "2021-06-11 09:15:50.", "2021-06-11 09:15:50.1234567890",
          "2021-06-11 09:15:50+5", "2021-06-11 09:15:50ZZ", "11-06-2021 09:15:50", "1899-12-31", "2262-01-01",
          "2021-06-11 09:15:50 x", "99999999-01-01"})
        CHECK(read_time(text) == "nothing");
}

TEST_CASE("counted times are read in their unit", "[time_field]") {
    CHECK(read_time("1623383150", "UTC", time_format::seconds) == "2021-06-11T03:45:50Z");
    CHECK(read_time("1623383150.25", "UTC", time_format::seconds) == "2021-06-11T03:45:50.25Z");
    CHECK(read_time("1623383150250", "UTC", time_format::milliseconds) == "2021-06-11T03:45:50.25Z");
    CHECK(read_time("1623383150250001", "UTC", time_format::microseconds) == "2021-06-11T03:45:50.250001Z");
    CHECK(read_time("1623383150250000001", "UTC", time_format::nanoseconds) == "2021-06-11T03:45:50.250000001Z");
    CHECK(read_time("9300000000", "UTC", time_format::seconds) == "nothing");
    CHECK(read_time("9223372036854775806", "UTC", time_format::nanoseconds) == "nothing");
    CHECK(read_time("2021-06-11", "UTC", time_format::seconds) == "nothing");
}

TEST_CASE("the night that summer time begins lacks an hour, the night that it ends has one twice", "[time_field]") {
    CHECK(read_time("2021-03-14 01:59:59", "America/New_York") == "2021-03-14T06:59:59Z");
    CHECK(read_time("2021-03-14 02:30:00", "America/New_York") == "nothing");
    CHECK(read_time("2021-03-14 03:00:00", "America/New_York") == "2021-03-14T07:00:00Z");
    CHECK(read_time("2021-11-07 01:30:00", "America/New_York") == "2021-11-07T05:30:00Z"); // the earlier of the two
    CHECK(read_time("2021-11-07 02:00:00", "America/New_York") == "2021-11-07T07:00:00Z");
}

TEST_CASE("a zone's cache does not change what it answers", "[zone]") {
    // Half-hour steps over five years of a zone with summer time, against a zone that is asked for the first time.
    zone kept{"Europe/London"};
    for (auto wall = wall_seconds{1'577'836'800}; wall < wall_seconds{1'735'689'600}; wall += 30min * 37) {
        zone fresh{"Europe/London"};
        REQUIRE(kept.to_utc(wall) == fresh.to_utc(wall));
        zone fresh_too{"Europe/London"};
        REQUIRE(kept.to_wall(wall) == fresh_too.to_wall(wall));
    }
}

TEST_CASE("a day begins when its clocks say so, even where midnight is left out", "[zone]") {
    zone kolkata{"Asia/Kolkata"};
    CHECK(kolkata.begin_of(wall_day{18'789}) == zone::utc_seconds{18'789LL * 86'400 - 19'800});
    // Beirut, 2021-03-28: the clocks went from 00:00 to 01:00.
    zone beirut{"Asia/Beirut"};
    CHECK(to_text(instant{beirut.begin_of(wall_day{18'714})}) == "2021-03-27T22:00:00Z");
}

TEST_CASE("an unknown zone is refused with what a zone is called", "[zone]") {
    CHECK_THROWS_WITH(zone{"IST/India"}, Catch::Contains("IST/India") && Catch::Contains("Asia/Kolkata"));
}

TEST_CASE("the day of a file is the last one in its name", "[time_field]") {
    CHECK(day_in_name("/a/2020-01-01/TCS_2021-06-11.csv") == wall_day{18'789});
    CHECK(day_in_name("TCS-20210611-ticks.csv") == wall_day{18'789});
    CHECK(day_in_name("2021-06-10_to_2021-06-11.csv") == wall_day{18'789});
    CHECK(day_in_name("TCS_120210611.csv") == std::nullopt);
    CHECK(day_in_name("TCS_2021-06-111.csv") == std::nullopt);
    CHECK(day_in_name("TCS_2021-02-30.csv") == std::nullopt);
    CHECK(day_in_name("/2021-06-11/TCS.csv") == std::nullopt);
    CHECK(day_in_name("") == std::nullopt);
}

TEST_CASE("prices are exact to 1e-9 and rounded beyond", "[number_field]") {
    CHECK(price_of("15795.95") == 15'795'950'000'000);
    CHECK(price_of(" 3218.0 ") == 3'218'000'000'000);
    CHECK(price_of("15795.949999999999") == 15'795'950'000'000);
    CHECK(price_of("0.0000000004") == 0);
    CHECK(price_of("0.0000000005") == 1);
    CHECK(read_price("-0.0000000015")->raw() == -2);
    CHECK(price_of("1e-05") == 10'000);
    CHECK(price_of("+7") == 7'000'000'000);
    CHECK(price_of("123456789.12345678901234567890") == 123'456'789'123'456'789);
    for (auto const* text :
         {"", "-", "1,5", "nan", "inf", "0x10", "1.2.3", "12a", "9223372037", "1e30", "1.0000000001x"})
        CHECK(price_of(text) == -1);
}

TEST_CASE("quantities are exact counts", "[number_field]") {
    CHECK(read_quantity("22359", 0) == tickhub::quantity{22'359});
    CHECK(read_quantity("22359.0", 0) == tickhub::quantity{22'359});
    CHECK(read_quantity("2300413.7295", 4) == tickhub::quantity{23'004'137'295});
    CHECK(read_quantity("2300413.7295", 3) == std::nullopt);
    CHECK(read_quantity("-1", 0) == std::nullopt);
    CHECK(read_quantity("", 0) == std::nullopt);
}

TEST_CASE("a price unit scales prices", "[number_field]") {
    constexpr std::int64_t paise = 10'000'000;
    CHECK(in_unit(tickhub::price{321'800'000'000'000}, paise) == tickhub::price{3'218'000'000'000});
    CHECK(in_unit(tickhub::price{INT64_MAX - 1}, 2'000'000'000) == std::nullopt);
}

TEST_CASE("foreign text cannot write lines of its own into the log", "[text]") {
    CHECK(printable("a\nb\x1b[31m\xff") == "a\\x0ab\\x1b[31m\\xff");
    CHECK(printable(std::string(200, 'x'), 10) == "xxxxxxxxxx...");
    CHECK(with_commas(0) == "0");
    CHECK(with_commas(999) == "999");
    CHECK(with_commas(215'465) == "215,465");
    CHECK(with_commas(1'000'000) == "1,000,000");
}
