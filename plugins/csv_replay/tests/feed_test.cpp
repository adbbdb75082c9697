#include "settings.hpp"
#include "stage.hpp"
#include "support/paths.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <sstream>
#include <string>

using namespace tickhub::csv_replay;
using tests::feed_stage;
using tests::setting_value;

namespace {

std::string testdata(std::string const& name) {
    return (tests::source_dir() / "plugins/csv_replay/testdata" / name).string();
}

using members = std::initializer_list<setting_value::member>;

setting_value file(std::string const& name, char const* symbol = "TCS", members more = {}) {
    return setting_value::object({{"path", testdata(name)}, {"symbol", symbol}}).with(setting_value::object(more));
}

setting_value files(setting_value list, members more = {}) {
    auto settings = setting_value::object(more);
    settings.set("files", std::move(list));
    return settings;
}
setting_value files(std::initializer_list<setting_value> list, members more = {}) {
    return files(setting_value::list(list), more);
}

std::vector<std::string> refusals(setting_value const& settings) {
    std::istringstream lines{feed_stage{settings}.refusals()};
    std::vector<std::string> all;
    for (std::string line; std::getline(lines, line);)
        all.push_back(line);
    return all;
}

// The name of a counter of dirty.csv's rows.
std::string rows(std::string const& outcome, std::string const& fault) {
    return R"(replay_rows_total{file="dirty.csv",outcome=")" + outcome + R"(",fault=")" + fault + "\"}";
}

setting_value const skip_all = setting_value::object({{"all", "skip"}});

} // namespace

TEST_CASE("speeds are written as 1x, 60x, 0.5x or max", "[settings]") {
    CHECK(read_speed("max") == 0);
    CHECK(read_speed("1x") == 1'000'000'000);
    CHECK(read_speed("60") == 60'000'000'000);
    CHECK(read_speed("0.5x") == 500'000'000);
    for (auto const* text : {"", "x", "0", "0x", "-1x", "fast", "1 x", "1000001x", "0.0009x", "maximum"})
        CHECK(read_speed(text) == std::nullopt);
}

TEST_CASE("what is wrong with the settings is told all at once, each at its place", "[settings]") {
    auto const told = refusals(files(
        {file("dirty.csv", "TAKEN"), file("none.csv", "A"), file("empty.csv", "B"), file("wrong_columns.csv", "C")},
        {{"speed", "fast"}}));
    REQUIRE(told.size() == 5);
    CHECK(told[0] == "speed: a speed is 1x, 60x, 0.5x (0.001x to 1000000x), or max");
    CHECK_THAT(told[1], Catch::StartsWith("files[0].symbol: another feed brings TAKEN already"));
    CHECK_THAT(told[2],
               Catch::StartsWith("files[1].path: ") && Catch::EndsWith("cannot open it: No such file or directory"));
    CHECK_THAT(told[3], Catch::StartsWith("files[2].path: ") && Catch::EndsWith("empty.csv: it is empty"));
    CHECK_THAT(told[4],
               Catch::EndsWith("it lacks the column(s) ltp, volume; it has: timestamp, open, high, low, close"));
}

TEST_CASE("a replay needs files", "[settings]") {
    CHECK_THAT(refusals(files({})).at(0), Catch::StartsWith("files: there is nothing to replay"));
}

TEST_CASE("a zone that is none is refused where it is written", "[settings]") {
    CHECK_THAT(refusals(files({file("dirty.csv")}, {{"zone", "Mars/Base"}})).at(0), Catch::StartsWith("zone: "));
    CHECK_THAT(refusals(files({file("dirty.csv", "TCS", {{"zone", "Mars/Base"}})})).at(0),
               Catch::StartsWith("files[0].zone: "));
}

TEST_CASE("ranges are refused when they need a day that the file's name lacks, or are empty", "[settings]") {
    CHECK_THAT(refusals(files({file("dirty.csv")}, {{"range", "file_day"}})).at(0),
               Catch::StartsWith("files[0].path: range: file_day needs a day"));
    CHECK_THAT(refusals(files({file("dirty.csv")}, {{"from", "09:15"}})).at(0),
               Catch::StartsWith("from: a time is 2021-06-11 09:15:00; 09:15 alone needs range: file_day"));
    CHECK_THAT(refusals(files({file("dirty.csv", "TCS", {{"from", "2021-06-12"}})}, {{"to", "2021-06-11"}})).at(0),
               Catch::StartsWith("to: the range is empty"));
}

TEST_CASE("mappings that make no sense are refused", "[settings]") {
    auto const with_columns = [&](members columns) {
        auto const format = setting_value::object({{"preset", "mapping"},
                                                   {"header", 1},
                                                   {"time", "text"},
                                                   {"price_unit", 1'000'000'000},
                                                   {"columns", setting_value::object(columns)}});
        return refusals(files({file("dirty.csv")}, {{"format", format}}));
    };
    CHECK(with_columns({{"time", "timestamp"}, {"price", "ltp"}}).empty());
    CHECK_THAT(with_columns({{"time", "timestamp"}}).at(0), Catch::StartsWith("format.columns: name either price"));
    CHECK_THAT(with_columns({{"time", "1"}, {"open", "2"}}).at(0), Catch::Contains("all four"));
    CHECK_THAT(with_columns({{"time", "1"}, {"price", "2"}, {"volume", "3"}, {"quantity", "3"}}).at(0),
               Catch::StartsWith("format.columns.quantity: "));
    CHECK_THAT(with_columns({{"time", "1"}, {"open", "2"}, {"high", "2"}, {"low", "2"}, {"close", "2"}}).at(0),
               Catch::StartsWith("format: bars need an interval"));
    CHECK_THAT(with_columns({{"time", "1"}, {"price", "nosuch"}}).at(0), Catch::Contains("lacks the column(s) nosuch"));
}

TEST_CASE("several files may have one symbol, which the first describes", "[settings]") {
    feed_stage stage{files({file("dirty.csv"), file("dirty.csv")}, {{"faults", skip_all}})};
    REQUIRE(stage.refusals().empty());
    stage.start();
    stage.play();
    CHECK(stage.all<tickhub_definition>().size() == 1);
    CHECK_THAT(refusals(files({file("dirty.csv"), file("dirty.csv", "TCS", {{"name", "Tata"}})})).at(0),
               Catch::StartsWith("files[1].symbol: the first file of TCS describes it"));
}

TEST_CASE("the feed publishes at most as many records as it is asked for", "[csv_replay_feed]") {
    feed_stage stage{files({file("dirty.csv", "TCS", {{"prev_close", 99'000'000'000}})}, {{"faults", skip_all}})};
    stage.start();
    stage.play(1);
    for (auto const count : stage.host().batch_sizes())
        CHECK(count == 1);
    feed_stage other{files({file("dirty.csv", "TCS", {{"prev_close", 99'000'000'000}})}, {{"faults", skip_all}})};
    other.start();
    other.play(1'000);
    CHECK(stage.records() == other.records());
    CHECK(other.all<tickhub_definition>().at(0).prev_close == 99'000'000'000);
    CHECK(other.next(10).next == TICKHUB_PULL_ENDED);
}

TEST_CASE("each fault is logged with file and line up to a number, and all are counted", "[csv_replay_feed]") {
    feed_stage stage{files({file("dirty.csv", "TCS", {{"from", "2021-06-11"}, {"to", "2021-06-12"}})},
                           {{"faults", skip_all}, {"report_first", 2}})};
    stage.start();
    stage.play();
    auto const log = stage.host().log();
    auto const count = [&](std::string const& part) {
        return std::count_if(log.begin(), log.end(), [&](auto const& line) { return line.find(part) != line.npos; });
    };
    CHECK(count("dirty.csv:4: exact_duplicate (skipped): it says the same as the last row taken: "
                "2021-06-11 09:15:01,100.05,15") == 1);
    CHECK(count("unparsable (skipped)") == 2);
    CHECK(count("more of this kind in this file are only counted") == 3); // unparsable, out of range, duplicate
    CHECK(count("end of pass 1 at 2021-06-11T03:45:06Z, all files: 21 rows = 6 accepted + 9 skipped unparsable") == 1);
    CHECK(stage.host().metric(rows("accepted", "none")) == 6);
    CHECK(stage.host().metric(rows("skipped", "unparsable")) == 9);
    CHECK(stage.host().metric(rows("repaired", "volume_falls")) == 0);
    CHECK(stage.host().metric("replay_progress_percent") == 100);
    CHECK(stage.host().metric("replay_passes_total") == 1);
    CHECK(stage.host().metric("replay_market_time_seconds") == 1'623'383'106);
}

TEST_CASE("the counters of a loop add up over its passes, and its faults are logged once", "[csv_replay_feed]") {
    feed_stage stage{files({file("dirty.csv")}, {{"faults", skip_all}, {"loop", 1}})};
    stage.start();
    while (stage.all<tickhub_reset>().size() < 2) {
        auto const pull = stage.next(1);
        stage.clock().steady_time += 1'000'000'000;
        REQUIRE(pull.next != TICKHUB_PULL_ENDED);
    }
    CHECK(stage.host().metric("replay_passes_total") == 3);
    CHECK(stage.host().metric(rows("skipped", "volume_falls")) == 2);
    auto const log = stage.host().log();
    CHECK(std::count_if(log.begin(), log.end(),
                        [](auto const& line) { return line.find("volume_falls (skipped)") != line.npos; }) == 1);
}

TEST_CASE("a loop logs the end of its first pass, and then of one pass in ten seconds", "[csv_replay_feed]") {
    feed_stage stage{files({file("dirty.csv")}, {{"faults", skip_all}, {"loop", 1}})};
    stage.start();
    auto const play_to = [&](std::size_t resets) {
        while (stage.all<tickhub_reset>().size() < resets)
            REQUIRE(stage.next(256).next == TICKHUB_PULL_MORE);
    };
    auto const lines = [&] {
        std::vector<std::string> found;
        for (auto const& line : stage.host().log()) {
            if (auto const at = line.find("end of pass"); at != line.npos)
                found.push_back(line.substr(at, line.find(", all files") - at));
        }
        return found;
    };
    play_to(20);
    CHECK(lines().size() == 1);
    stage.clock().steady_time += 10'000'000'000;
    play_to(40);
    REQUIRE(lines().size() == 2);
    auto const pass = std::stoi(lines()[1].substr(std::string_view{"end of pass "}.size()));
    CHECK_THAT(lines()[1], Catch::EndsWith(", " + std::to_string(pass - 1) + " passes since pass 1"));
}

TEST_CASE("a pass that took no row has no time", "[csv_replay_feed]") {
    feed_stage stage{files({file("dirty.csv", "TCS", {{"from", "2031-01-01"}})}, {{"faults", skip_all}})};
    stage.start();
    stage.play();
    auto const log = stage.host().log();
    auto const count = [&](std::string const& part) {
        return std::count_if(log.begin(), log.end(), [&](auto const& line) { return line.find(part) != line.npos; });
    };
    CHECK(count("end of pass 1, all files: 21 rows = 0 accepted") == 1);
    CHECK(count("% read, at") == 0);
}

TEST_CASE("a rejected row fails the feed with file and line, and a restart begins again", "[csv_replay_feed]") {
    feed_stage stage{files({file("dirty.csv")})};
    stage.start();
    CHECK_THROWS_WITH(stage.play(), Catch::Contains("dirty.csv:4: exact_duplicate"));
    CHECK(stage.all<tickhub_ticker>().size() == 2);
    stage.stop();
    stage.start();
    CHECK_THROWS_WITH(stage.play(), Catch::Contains("dirty.csv:4: exact_duplicate"));
    CHECK(stage.all<tickhub_ticker>().size() == 4);
}

TEST_CASE("stop is legal without start, and twice", "[csv_replay_feed]") {
    feed_stage stage{files({file("dirty.csv")})};
    stage.stop();
    stage.start();
    stage.stop();
    stage.stop();
}

TEST_CASE("the recordings of the demo are without fault and small", "[recordings]") {
    auto const folder = tests::source_dir() / "config/recordings";
    auto list = setting_value::list();
    std::uintmax_t bytes = 0;
    for (auto const& entry : std::filesystem::directory_iterator{folder}) {
        std::string const name = entry.path().filename().string();
        bytes += entry.file_size();
        list.add(setting_value::object({{"path", entry.path().string()}, {"symbol", name.substr(0, name.find('_'))}}));
    }
    CHECK(list.items().size() == 14);
    CHECK(bytes < 500'000);
    feed_stage stage{files(list, {{"range", "file_day"}})}; // every fault would end the replay
    REQUIRE(stage.refusals().empty());
    stage.start();
    stage.play();
    auto const tickers = stage.all<tickhub_ticker>();
    CHECK(tickers.size() > 5'000);
    CHECK(tickers.size() < 15'000);
    CHECK(stage.all<tickhub_definition>().size() == 14);
    auto const length = tickers.back().header.ts_event - tickers.front().header.ts_event;
    CHECK(length > 295'000'000'000);
    CHECK(length < 300'000'000'000);
}
