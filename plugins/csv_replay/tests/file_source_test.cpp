#include "support.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

using namespace tickhub::csv_replay;

TEST_CASE("a file that is cut off while it is read fails by name, and its torn row is not judged", "[file_source]") {
    auto const path = std::filesystem::temp_directory_path() / ("tickhub_cut_" + std::to_string(::getpid()) + ".csv");
    std::string const row = "2021-06-11 09:15:00,100,10\n";
    std::string content = "timestamp,ltp,volume\n";
    auto const header = content.size();
    for (int i = 0; i < 20'000; ++i)
        content += row;
    std::ofstream{path} << content;
    file_plan const plan{.path = path.string(),
                         .name = "t.csv",
                         .instrument = 0,
                         .format = {},
                         .local = zone{"UTC"},
                         .range = {},
                         .faults = tests::every_fault(policy::skip)};
    file_source source{plan.path};
    tests::recording_listener listener;
    file_cursor cursor{plan, source, listener};
    std::filesystem::resize_file(path, header + 10'000 * row.size() + 5);
    auto const read_on = [&] {
        while (cursor.advance(1'000) != file_cursor::state::end) {
        }
    };
    CHECK_THROWS_WITH(read_on(), "t.csv: it became shorter while it was read: write recordings to a new file and "
                                 "rename it");
    CHECK(cursor.counts().rows == 10'000);
    CHECK(cursor.counts().skipped_of(fault::unparsable) == 0);
    std::filesystem::remove(path);
}
