#include "architecture/include_line.hpp"

#include <fstream>
#include <regex>
#include <stdexcept>

namespace tests {

std::vector<include_line> read_includes(std::filesystem::path const& file) {
    static std::regex const directive{R"re(^\s*#\s*include\s*(["<])([^">]+)[">])re"};
    std::ifstream in{file};
    if (!in) {
        throw std::runtime_error{"can't read " + file.string()};
    }
    std::vector<include_line> found;
    std::string text;
    for (int line = 1; std::getline(in, text); ++line) {
        std::smatch match;
        if (std::regex_search(text, match, directive)) {
            found.push_back({line, match[1] == "\"", match[2]});
        }
    }
    return found;
}

} // namespace tests
