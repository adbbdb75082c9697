#include "merge.hpp"
#include "support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdio>
#include <random>
#include <string>
#include <tuple>
#include <vector>

using namespace tickhub::csv_replay;

namespace {

using place = std::tuple<instant, std::size_t, std::uint64_t>; // time, file, line

std::string time_text(int second) {
    char text[32];
    std::snprintf(text, sizeof(text), "2021-06-11 %02d:%02d:%02d", 9 + second / 3600, second / 60 % 60, second % 60);
    return text;
}

// What the merge gives, reading `budget` rows at a time.
std::vector<place> merged(tests::memory_files const& files, std::uint64_t budget) {
    tests::recording_listener listener;
    std::vector<memory_source> sources;
    sources.reserve(files.plan.files.size());
    std::vector<std::unique_ptr<file_cursor>> cursors;
    std::vector<file_cursor*> borrowed;
    for (auto const& file : files.plan.files) {
        sources.emplace_back(files.contents.at(file.path));
        cursors.push_back(std::make_unique<file_cursor>(file, sources.back(), listener));
        borrowed.push_back(cursors.back().get());
    }
    merge m{borrowed};
    std::vector<place> out;
    for (;;) {
        while (!m.settle(budget)) {
        }
        if (m.empty())
            return out;
        out.emplace_back(m.row().values.known, m.file(), m.row().line);
        m.pop();
    }
}

} // namespace

TEST_CASE("rows of the same time come in the order of the files, then of the lines", "[merge]") {
    tests::memory_files files;
    std::string const twice = "timestamp,ltp,volume\n2021-06-11 09:15:00,1,1\n2021-06-11 09:15:00,2,1\n";
    files.add("b.csv", twice);
    files.add("a.csv", twice);
    auto const now = tests::at("09:15:00");
    CHECK(merged(files, 100) == std::vector<place>{{now, 0, 2}, {now, 0, 3}, {now, 1, 2}, {now, 1, 3}});
}

TEST_CASE("files without rows take nothing away from the others", "[merge]") {
    tests::memory_files files;
    files.add("none.csv", "timestamp,ltp,volume\n");
    files.add("one.csv", "timestamp,ltp,volume\n2021-06-11 09:15:00,1,1\n");
    files.add("bad.csv", "timestamp,ltp,volume\nx\ny\nz\n");
    CHECK(merged(files, 1).size() == 1);
}

// Whatever the files hold, the merge is the stable sort of what each of them gives alone.
TEST_CASE("a merge is the sorted union of its files", "[merge]") {
    for (unsigned seed = 1; seed <= 60; ++seed) {
        std::mt19937 random{seed};
        auto const draw = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most + 1)); };
        tests::memory_files files;
        std::vector<place> expected;
        int const file_count = 1 + draw(7);
        for (int f = 0; f < file_count; ++f) {
            std::string text = "timestamp,ltp,volume\n";
            int second = draw(20);
            int const rows = draw(40);
            for (int r = 0; r < rows; ++r) {
                second += std::max(0, draw(4) - 2);
                bool const readable = draw(5) != 0;
                // A running price, so that no row is a duplicate.
                text += readable ? time_text(second) + "," + std::to_string(r) + ",1\n" : "broken\n";
                if (readable)
                    expected.emplace_back(tests::at(time_text(second).substr(11)), static_cast<std::size_t>(f),
                                          static_cast<std::uint64_t>(r + 2));
            }
            files.add("f" + std::to_string(f) + ".csv", text);
        }
        std::sort(expected.begin(), expected.end());
        INFO("seed " << seed);
        REQUIRE(merged(files, 1) == expected);
        REQUIRE(merged(files, 1'000) == expected);
    }
}
