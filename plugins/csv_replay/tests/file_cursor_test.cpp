#include "support.hpp"
#include "support/paths.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace tickhub::csv_replay;
using tests::at;

namespace {

struct file_result {
    std::vector<taken_row> rows;
    row_counts counts;
    std::vector<tests::recording_listener::seen_fault> faults;
};

file_result read_file(std::string const& content, fault_policies policies, time_range range = {},
                      file_format format = {}) {
    file_plan const plan{.path = "t.csv",
                         .name = "t.csv",
                         .instrument = 0,
                         .format = format,
                         .local = zone{"Asia/Kolkata"},
                         .range = range,
                         .faults = policies};
    memory_source source{content};
    tests::recording_listener listener;
    file_cursor cursor{plan, source, listener};
    file_result result;
    for (;;) {
        auto const state = cursor.advance(3);
        if (state == file_cursor::state::end)
            break;
        if (state == file_cursor::state::row)
            result.rows.push_back(cursor.row());
    }
    result.counts = cursor.counts();
    result.faults = listener.faults;
    CHECK(result.counts.balanced());
    return result;
}

std::string const header = "timestamp,ltp,volume\n";

fault_policies skip_all() {
    return tests::every_fault(policy::skip);
}

fault_policies repair_what_can_be() {
    auto policies = skip_all();
    policies.set(fault::time_backwards, policy::repair);
    policies.set(fault::volume_falls, policy::repair);
    return policies;
}

} // namespace

TEST_CASE("a row has one outcome, the first that fits", "[file_cursor]") {
    time_range const morning{at("09:00"), at("12:00")};
    auto const result = read_file(header + "2021-06-11 09:15:00,100,10\n" // accepted
                                           "2021-06-11 08:59:59,x,10\n"   // unparsable, though also out of range
                                           "2021-06-11 08:59:59,100,9\n"  // out of range, though also backwards
                                           "2021-06-11 09:14:59,100,9\n"  // backwards, though its volume falls
                                           "2021-06-11 09:15:00,100,10\n" // duplicate
                                           "2021-06-11 09:15:00,101,9\n"  // volume falls
                                           "2021-06-11 09:15:00,101,10\n" // accepted: equal times and volumes are fine
                                           "2021-06-11 09:15:00,100,10\n" // accepted: not the same as the last accepted
                                           "2021-06-11 12:00:00,100,11\n", // out of range: the end is not in it
                                  skip_all(), morning);
    std::vector<fault> kinds;
    for (auto const& seen : result.faults)
        kinds.push_back(seen.kind);
    CHECK(kinds == std::vector{fault::unparsable, fault::time_out_of_range, fault::time_backwards,
                               fault::exact_duplicate, fault::volume_falls, fault::time_out_of_range});
    CHECK(result.counts.rows == 9);
    CHECK(result.counts.accepted == 3);
    CHECK(result.counts.skipped_of(fault::time_out_of_range) == 2);
    CHECK(result.faults[0].line == 3);
    CHECK(result.faults[5].line == 10);
    CHECK(to_text(result.counts) == "9 rows = 3 accepted + 1 skipped unparsable + 2 skipped time_out_of_range + "
                                    "1 skipped time_backwards + 1 skipped exact_duplicate + 1 skipped volume_falls");
}

TEST_CASE("a skipped row is not what later rows are compared with", "[file_cursor]") {
    auto const result = read_file(header + "2021-06-11 09:15:00,100,10\n"
                                           "2021-06-11 09:15:02,100,9\n"   // skipped
                                           "2021-06-11 09:15:01,100,10\n", // not backwards: 09:15:00 is the last taken
                                  skip_all());
    CHECK(result.counts.accepted == 2);
    CHECK(result.counts.skipped_of(fault::volume_falls) == 1);
}

TEST_CASE("a repaired row has the last time, and says that its time is bad", "[file_cursor]") {
    auto const result = read_file(header + "2021-06-11 09:15:10,100,10\n"
                                           "2021-06-11 09:15:09,101,12\n"
                                           "2021-06-11 09:15:11,102,15\n",
                                  repair_what_can_be());
    REQUIRE(result.rows.size() == 3);
    CHECK(result.counts.accepted == 2);
    CHECK(result.counts.repaired_of(fault::time_backwards) == 1);
    CHECK(result.rows[1].values.known == at("09:15:10"));
    CHECK(result.rows[1].flags == TICKHUB_FLAG_BAD_TS);
    CHECK(result.rows[1].values.last == tickhub::price{101'000'000'000});
    CHECK(result.rows[1].traded == tickhub::quantity{2});
    CHECK(result.rows[2].traded == tickhub::quantity{3});
    CHECK(result.rows[2].flags == 0);
}

TEST_CASE("a repaired volume is the last one, and the price is kept", "[file_cursor]") {
    auto const result = read_file(header + "2021-06-11 09:15:10,100,10\n"
                                           "2021-06-11 09:15:11,101,8\n"
                                           "2021-06-11 09:15:12,102,11\n",
                                  repair_what_can_be());
    REQUIRE(result.rows.size() == 3);
    CHECK(result.counts.repaired_of(fault::volume_falls) == 1);
    CHECK(result.rows[1].values.volume == tickhub::quantity{10});
    CHECK(result.rows[1].values.last == tickhub::price{101'000'000'000});
    CHECK(result.rows[1].values.known == at("09:15:11"));
    CHECK(result.rows[1].flags == 0);
    CHECK(result.rows[1].traded == tickhub::quantity{0});
    CHECK(result.rows[2].traded == tickhub::quantity{1});
}

TEST_CASE("volumes never fall behind repaired rows, and what was traded adds up to their growth", "[file_cursor]") {
    auto const result = read_file(header + "2021-06-11 09:15:10,100,10\n"
                                           "2021-06-11 09:15:09,100,7\n"  // late and passed
                                           "2021-06-11 09:15:08,100,20\n" // late and ahead
                                           "2021-06-11 09:15:10,100,15\n" // below what was told
                                           "2021-06-11 09:15:11,100,30\n",
                                  repair_what_can_be());
    REQUIRE(result.rows.size() == 5);
    tickhub::quantity sum;
    for (std::size_t i = 1; i < result.rows.size(); ++i) {
        CHECK(result.rows[i].values.volume >= result.rows[i - 1].values.volume);
        CHECK(result.rows[i].values.known >= result.rows[i - 1].values.known);
        sum += result.rows[i].traded;
    }
    CHECK(sum == tickhub::quantity{20});
    CHECK(result.counts.repaired_of(fault::time_backwards) == 2);
    CHECK(result.counts.repaired_of(fault::volume_falls) == 1);
}

TEST_CASE("a rejected row ends the replay, with file and line", "[file_cursor]") {
    fault_policies const reject = tests::every_fault(policy::reject);
    CHECK_THROWS_WITH(read_file(header + "2021-06-11 09:15:00,1,1\n2021-06-11 09:14:00,1,1\n", reject),
                      "t.csv:3: time_backwards: it is earlier than the last row taken: 2021-06-11 09:14:00,1,1");
    CHECK_THROWS_AS(read_file(header + "nonsense\n", reject), row_rejected);
}

TEST_CASE("a file's volume begins anew on another day", "[file_cursor]") {
    auto const result = read_file(header + "2021-06-10 15:29:59,100,5000\n"
                                           "2021-06-11 09:15:00,101,40\n"
                                           "2021-06-11 09:15:01,101,60\n",
                                  skip_all());
    REQUIRE(result.rows.size() == 3);
    CHECK(result.rows[1].traded == tickhub::quantity{0}); // the first row of a day has nothing to grow from
    CHECK(result.rows[2].traded == tickhub::quantity{20});
}

TEST_CASE("an index with volume 0 trades nothing", "[file_cursor]") {
    auto const result =
        read_file(header + "2021-06-11 09:15:00,15795.95,0\n2021-06-11 09:15:01,15798.0,0\n", skip_all());
    REQUIRE(result.rows.size() == 2);
    CHECK(result.rows[1].traded == tickhub::quantity{0});
}

TEST_CASE("headers may have spaces, capitals, quotes, other orders and further columns", "[presets]") {
    auto const result = read_file("Volume , \"LTP\", oi, Timestamp\n10, 100.5, 3, 2021-06-11 09:15:00\n", skip_all());
    REQUIRE(result.rows.size() == 1);
    CHECK(result.rows[0].values.volume == tickhub::quantity{10});
    CHECK(result.rows[0].values.last == tickhub::price{100'500'000'000});
}

TEST_CASE("rows with too few or too many fields are not guessed at", "[presets]") {
    auto const result = read_file(header + "2021-06-11 09:15:00,1,234.5,10\n2021-06-11 09:15:00,1\n", skip_all());
    REQUIRE(result.faults.size() == 2);
    CHECK(result.faults[0].detail == "it has too many fields");
    CHECK(result.faults[1].detail == "it has too few fields");
}

TEST_CASE("bars are told when they have closed", "[presets]") {
    file_format format;
    format.preset = preset_kind::ohlcv;
    format.interval = std::chrono::minutes{1};
    format.quantity_decimals = 4;
    auto const result = read_file("Date,Open,High,Low,Close,Volume\n"
                                  "2021-06-11 09:15:00.000000,46319.0,46385.0,46310.5,46377.0,2300413.7295\n",
                                  skip_all(), {}, format);
    REQUIRE(result.rows.size() == 1);
    row_values const& bar = result.rows[0].values;
    CHECK(bar.shape == row_shape::bar);
    CHECK(bar.stamp == at("09:15:00"));
    CHECK(bar.known == at("09:16:00"));
    CHECK(bar.low == tickhub::price{46'310'500'000'000});
    CHECK(bar.quantity == tickhub::quantity{23'004'137'295});
    CHECK(result.rows[0].traded == tickhub::quantity{0});
}

TEST_CASE("a mapping finds columns by name or number, in their units", "[presets]") {
    file_format format;
    format.preset = preset_kind::mapping;
    format.time = time_format::milliseconds;
    format.price_unit = 10'000'000;
    SECTION("with a header") {
        format.columns = {{"time", "T"}, {"price", "2"}, {"quantity", "qty"}};
        auto const result = read_file("T,px,qty\n1623383150000,321805,7\n", skip_all(), {}, format);
        REQUIRE(result.rows.size() == 1);
        CHECK(result.rows[0].values.known == at("09:15:50"));
        CHECK(result.rows[0].values.last == tickhub::price{3'218'050'000'000});
        CHECK(result.rows[0].traded == tickhub::quantity{7});
    }
    SECTION("without one") {
        format.header = false;
        format.columns = {{"time", "1"}, {"price", "2"}, {"quantity", "3"}};
        auto const result = read_file("1623383150000,321805,7\n1623383151000,321805,8\n", skip_all(), {}, format);
        REQUIRE(result.rows.size() == 2);
        CHECK(result.counts.rows == 2);
        CHECK(result.rows[1].traded == tickhub::quantity{8});
    }
}

TEST_CASE("a file without a header has its preset's columns in their order", "[presets]") {
    file_format format;
    format.header = false;
    auto const result = read_file("2021-06-11 09:15:00,100.5,10\n", skip_all(), {}, format);
    CHECK(result.counts.accepted == 1);
}

TEST_CASE("a file that is not what its preset says is refused with what it is", "[file_cursor]") {
    CHECK_THROWS_WITH(read_file("", skip_all()), "it is empty");
    CHECK_THROWS_WITH(read_file("time,price\n", skip_all()), "it lacks the column(s) volume; it has: time, price");
    CHECK_THROWS_WITH(read_file("\"time,price\n", skip_all()), "its first row is no header: a quote is not closed");
}

TEST_CASE("zero and negative prices are taken as they are, negative volumes are not", "[file_cursor]") {
    auto const result = read_file(header + "2020-04-20 14:29:00,0,10\n"
                                           "2020-04-20 14:30:00,-37.63,11\n"
                                           "2020-04-20 14:31:00,-37.63,-1\n",
                                  skip_all());
    REQUIRE(result.rows.size() == 2);
    CHECK(result.rows[0].values.last == tickhub::price{0});
    CHECK(result.rows[1].values.last == tickhub::price{-37'630'000'000});
    CHECK(result.counts.skipped_of(fault::unparsable) == 1);
}

TEST_CASE("a header that names a needed column twice is refused, unless columns are mapped by number",
          "[file_cursor]") {
    CHECK_THROWS_WITH(read_file("timestamp,ltp,LTP ,volume\n", skip_all()),
                      "it has more than one column ltp: name each once, or map columns by number; "
                      "it has: timestamp, ltp, LTP, volume");
    CHECK(read_file("timestamp,ltp,volume,note,note\n2021-06-11 09:15:00,1,1,,\n", skip_all()).rows.size() == 1);
    file_format format;
    format.preset = preset_kind::mapping;
    format.columns = {{"time", "timestamp"}, {"price", "3"}};
    auto const result = read_file("timestamp,ltp,ltp\n2021-06-11 09:15:00,1,2\n", skip_all(), {}, format);
    REQUIRE(result.rows.size() == 1);
    CHECK(result.rows[0].values.last == tickhub::price{2'000'000'000});
}

TEST_CASE("each bad file of testdata is refused with its reason", "[file_cursor]") {
    auto const folder = tests::source_dir() / "plugins/csv_replay/testdata";
    auto const refusal = [&](char const* name) {
        file_plan const plan{.path = (folder / name).string(),
                             .name = name,
                             .instrument = 0,
                             .format = {},
                             .local = zone{"UTC"},
                             .range = {},
                             .faults = {}};
        try {
            check_file(plan);
        } catch (file_refused const& refused) {
            return std::string{refused.what()};
        }
        return std::string{"fine"};
    };
    CHECK(refusal("empty.csv") == "it is empty");
    CHECK(refusal("only_blank_lines.csv") == "it is empty");
    CHECK(refusal("wrong_columns.csv") ==
          "it lacks the column(s) ltp, volume; it has: timestamp, open, high, low, close");
    CHECK(refusal("binary.csv").find("its first row is no header") == 0);
    CHECK(refusal("there_is_none.csv") == "cannot open it: No such file or directory");
    CHECK(refusal("") == "it is not a regular file");
    CHECK(refusal("dirty.csv") == "fine");
}

TEST_CASE("the dirty file of testdata has the outcomes that its notes say", "[file_cursor]") {
    auto const path = tests::source_dir() / "plugins/csv_replay/testdata/dirty.csv";
    file_plan const plan{.path = path.string(),
                         .name = "dirty.csv",
                         .instrument = 0,
                         .format = {},
                         .local = zone{"Asia/Kolkata"},
                         .range = {at("00:00"), at("23:59:59")},
                         .faults = skip_all()};
    file_source source{plan.path};
    tests::recording_listener listener;
    file_cursor cursor{plan, source, listener};
    while (cursor.advance(1'000) != file_cursor::state::end) {
    }
    CHECK(to_text(cursor.counts()) ==
          "21 rows = 6 accepted + 9 skipped unparsable + 2 skipped time_out_of_range + 1 skipped time_backwards + "
          "2 skipped exact_duplicate + 1 skipped volume_falls");
}
