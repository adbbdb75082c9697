// Each plugin's README holds the table of its settings as its own manifest tells it, so that the two can't part.
#include "config/describe.hpp"
#include "loader/catalogue.hpp"
#include "support/paths.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

std::string content_of(fs::path const& file) {
    std::ifstream in{file};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::vector<fs::path> plugin_folders() {
    std::vector<fs::path> folders;
    for (auto const& entry : fs::directory_iterator{tests::source_dir() / "plugins"}) {
        if (fs::exists(entry.path() / "README.md"))
            folders.push_back(entry.path());
    }
    return folders;
}

// The README with its table, from the head to the first line that is no row, replaced.
std::string with_table(std::string const& readme, std::string const& table) {
    auto const begin = readme.find(table.substr(0, table.find('\n')));
    REQUIRE(begin != std::string::npos);
    auto end = begin;
    while (end < readme.size() && readme[end] == '|')
        end = readme.find('\n', end) + 1;
    return readme.substr(0, begin) + table + readme.substr(end);
}

} // namespace

TEST_CASE("every plugin's README holds the table of its settings", "[plugins]") {
    tickhub::loader::catalogue const plugins{{tests::build_dir() / "plugins"}};
    for (auto const& folder : plugin_folders()) {
        auto const name = folder.filename().string();
        INFO(name);
        auto const* manifest = plugins.find(name).found;
        REQUIRE(manifest != nullptr);
        auto const table = tickhub::config::describe_as_markdown(*manifest);
        auto const file = folder / "README.md";
        // TICKHUB_APPROVE=1 writes the table that is true now; read the difference before it is committed.
        if (std::getenv("TICKHUB_APPROVE") != nullptr) {
            auto const updated = with_table(content_of(file), table);
            std::ofstream{file} << updated;
        }
        CHECK_THAT(content_of(file), Catch::Contains(table));
    }
}
