// The corpus: every file of testdata/bad is refused with exactly the approved text, every one of testdata/good is
// taken.
#include "core/config/declared_plugins.hpp"
#include "support/paths.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

std::string content_of(fs::path const& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::vector<fs::path> files_in(char const* folder) {
    std::vector<fs::path> files;
    for (auto const& entry : fs::directory_iterator{tests::source_dir() / "tests/core/config/testdata" / folder}) {
        if (entry.path().extension() == ".yaml")
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

TEST_CASE("every bad configuration is refused with its approved text", "[config]") {
    auto const files = files_in("bad");
    CHECK(files.size() >= 60);
    for (fs::path const& file : files) {
        auto const outcome = tests::read(content_of(file), file.filename().string());
        std::string const text = text_of(outcome.problems);
        fs::path const approved = fs::path{file}.replace_extension(".approved.txt");
        INFO(file.filename().string());
        CHECK_FALSE(outcome.config);
        CHECK_FALSE(outcome.problems.empty());
        CHECK(text == content_of(approved));
        fs::path const received = fs::path{file}.replace_extension(".received.txt");
        if (text == content_of(approved))
            fs::remove(received);
        else
            std::ofstream{received, std::ios::binary} << text;
    }
}

TEST_CASE("every good configuration is taken", "[config]") {
    for (fs::path const& file : files_in("good")) {
        auto const outcome = tests::read(content_of(file), file.filename().string());
        INFO(text_of(outcome.problems));
        CHECK(outcome.config);
    }
}
