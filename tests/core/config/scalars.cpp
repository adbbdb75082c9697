#include "config/scalars.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace tickhub::config;

namespace {

std::int64_t value(parsed_integer const& parsed) {
    INFO(parsed.fault);
    REQUIRE(parsed.value);
    return *parsed.value;
}

bool refused(parsed_integer const& parsed) {
    return !parsed.value && !parsed.fault.empty();
}

} // namespace

TEST_CASE("only true and false are booleans, and yes and on get a hint", "[config]") {
    CHECK(value(parse_boolean("true")) == 1);
    CHECK(value(parse_boolean("false")) == 0);
    CHECK(parse_boolean("yes").fault == "must be true or false; found `yes`; write true");
    CHECK(parse_boolean("Off").fault == "must be true or false; found `Off`; write false");
    CHECK(parse_boolean("1").fault == "must be true or false; found `1`; write true");
    CHECK(refused(parse_boolean("")));
    CHECK(refused(parse_boolean("perhaps")));
}

TEST_CASE("an integer is decimal digits and never octal", "[config]") {
    CHECK(value(parse_integer("0")) == 0);
    CHECK(value(parse_integer("42")) == 42);
    CHECK(value(parse_integer("-42")) == -42);
    CHECK(value(parse_integer("9223372036854775806")) == 9223372036854775806);
    CHECK(parse_integer("0700").fault ==
          "must not begin with a zero, which some programs read as octal; found `0700`, write 700");
    CHECK(parse_integer("-007").fault ==
          "must not begin with a zero, which some programs read as octal; found `-007`, write -7");
    CHECK(parse_integer("00").fault ==
          "must not begin with a zero, which some programs read as octal; found `00`, write 0");
    // The largest int64 means "undefined" in records.
    CHECK(refused(parse_integer("9223372036854775807")));
    for (char const* text : {"", "-", "+1", "0x10", "0o7", "1e3", "1_000", "1,000", " 1", "1 ", "1.0", "12:30", "∞"})
        CHECK(refused(parse_integer(text)));
}

TEST_CASE("decimals and prices are exact counts of a billionth", "[config]") {
    CHECK(value(parse_decimal("2188.65")) == 2'188'650'000'000);
    CHECK(value(parse_decimal("0.1")) == 100'000'000);
    CHECK(value(parse_decimal("-0.000000001")) == -1);
    CHECK(value(parse_decimal("1.500")) == 1'500'000'000);
    CHECK(value(parse_decimal("9223372036.854775806")) == 9223372036854775806);
    CHECK(refused(parse_decimal("9223372036.854775807")));
    CHECK(refused(parse_decimal("0.0000000001")));
    for (char const* text : {"", ".5", "5.", "1e3", "1.2.3", "--1", "01.5", "nan", "inf"})
        CHECK(refused(parse_decimal(text)));
}

TEST_CASE("durations carry a unit and come out in nanoseconds", "[config]") {
    CHECK(value(parse_duration("1ns")) == 1);
    CHECK(value(parse_duration("3us")) == 3'000);
    CHECK(value(parse_duration("250ms")) == 250'000'000);
    CHECK(value(parse_duration("1.5s")) == 1'500'000'000);
    CHECK(value(parse_duration("0.1m")) == 6'000'000'000);
    CHECK(value(parse_duration("2h")) == 7'200'000'000'000);
    CHECK(value(parse_duration("1d")) == 86'400'000'000'000);
    CHECK(value(parse_duration("0s")) == 0);
    CHECK(parse_duration("5").fault == "needs a unit (ns, us, ms, s, m, h or d), as in 250ms; found `5`");
    for (char const* text :
         {"", "s", "5 s", "5S", "5sec", "-5s", "1h30m", "05s", "1.s", "0.5ns", "9999999999d", "1e3s"})
        CHECK(refused(parse_duration(text)));
}

TEST_CASE("sizes carry a unit and come out in bytes", "[config]") {
    CHECK(value(parse_size("512B")) == 512);
    CHECK(value(parse_size("64KiB")) == 65'536);
    CHECK(value(parse_size("0.25KiB")) == 256);
    CHECK(value(parse_size("16MiB")) == 16'777'216);
    CHECK(value(parse_size("2GiB")) == 2'147'483'648);
    CHECK(value(parse_size("1KB")) == 1'000);
    CHECK(value(parse_size("1.5MB")) == 1'500'000);
    for (char const* text : {"", "64", "64k", "64kb", "64KIB", "-1B", "0.5B", "99999999999GiB"})
        CHECK(refused(parse_size(text)));
}

TEST_CASE("dates are days of the calendar", "[config]") {
    CHECK(value(parse_date("2021-06-11")) == 20210611);
    CHECK(value(parse_date("2024-02-29")) == 20240229);
    CHECK(value(parse_date("2000-02-29")) == 20000229);
    for (char const* text : {"", "2023-02-29", "1900-02-29", "2021-13-01", "2021-00-01", "2021-04-31", "2021-06-00",
                             "2021-6-11", "20210611", "2021/06/11", "2021-06-11T00:00:00Z"})
        CHECK(refused(parse_date(text)));
}

TEST_CASE("times of day count nanoseconds after midnight", "[config]") {
    constexpr std::int64_t second = 1'000'000'000;
    CHECK(value(parse_time_of_day("00:00")) == 0);
    CHECK(value(parse_time_of_day("09:15")) == (9 * 3600 + 15 * 60) * second);
    CHECK(value(parse_time_of_day("15:30:01")) == (15 * 3600 + 30 * 60 + 1) * second);
    CHECK(value(parse_time_of_day("23:59:59.999999999")) == 86'400 * second - 1);
    for (char const* text :
         {"", "9:15", "24:00", "09:60", "09:15:60", "09:15.5", "09:15:30.", "09:15:30.0000000001", "09:15 AM", "0915"})
        CHECK(refused(parse_time_of_day(text)));
}

TEST_CASE("time zones are names, not offsets", "[config]") {
    for (char const* text :
         {"UTC", "Asia/Kolkata", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "America/Port-au-Prince"})
        CHECK(time_zone_fault(text).empty());
    for (char const* text : {"", "+05:30", "Asia/", "/Kolkata", "Asia//Kolkata", "../../etc/passwd", "Asia/Kol kata"})
        CHECK_FALSE(time_zone_fault(text).empty());
}

TEST_CASE("a URL path is absolute, normalised and has nothing to escape", "[config]") {
    for (char const* text : {"/", "/stream", "/admin/stream", "/v1/a-b_c.d~e/", "/.well-known/x"})
        CHECK(url_path_fault(text).empty());
    for (char const* text : {"", "stream", "//", "/a//b", "/.", "/..", "/a/./b", "/a/..", "/%41", "/a b", "/a?b",
                             "/a#b", "/\xc3\xa9", "http://x/"})
        CHECK_FALSE(url_path_fault(text).empty());
    CHECK(url_path_fault("/" + std::string(255, 'x')).empty());
    CHECK_FALSE(url_path_fault("/" + std::string(256, 'x')).empty());
}
