#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tests {

/// One #include directive.
struct include_line {
    int line;         // 1-based
    bool quoted;      // "x", not <x>
    std::string path; // between the quotes or brackets

    /// As written: "x" or <x>.
    [[nodiscard]] std::string text() const { return quoted ? '"' + path + '"' : '<' + path + '>'; }

    /// The path's first folder; empty when it has none.
    [[nodiscard]] std::string folder() const {
        auto const slash = path.find('/');
        return slash == std::string::npos ? std::string{} : path.substr(0, slash);
    }
};

/// All #include directives of a file, those inside comments and conditions too: the law holds in every configuration.
std::vector<include_line> read_includes(std::filesystem::path const& file);

} // namespace tests
