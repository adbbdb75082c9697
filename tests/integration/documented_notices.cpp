// docs/operating.md names every notice of the hub.
#include "lifecycle/notice_codes.hpp"
#include "support/paths.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <regex>
#include <set>
#include <string>

namespace {

using namespace tickhub::lifecycle;

// `code severity` of each row of the table.
std::set<std::string> documented() {
    std::ifstream in{tests::source_dir() / "docs/operating.md"};
    std::set<std::string> rows;
    std::regex const row{R"(\| `([a-z_]+)` \| (info|warning|critical) \| .+ \| .+ \|)"};
    std::smatch found;
    for (std::string line; std::getline(in, line);) {
        if (std::regex_match(line, found, row))
            rows.insert(found.str(1) + " " + found.str(2));
    }
    return rows;
}

} // namespace

TEST_CASE("docs/operating.md has each notice of the hub with its severity, and no other", "[integration]") {
    std::set<std::string> told;
    for (notice_code const& code : notice_codes)
        told.insert(std::string{code.text} + " " + std::string{name(code.how)});
    CHECK(told.size() == notice_codes.size());
    CHECK(documented() == told);
}
