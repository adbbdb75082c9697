#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tests {

/// An include that the dependency law forbids.
struct violation {
    std::filesystem::path file; // relative to the tree's root
    int line;                   // 1-based
    std::string included;       // as written, with its quotes or brackets
    std::string rule;           // which part of the law it breaks

    /// `file:line: #include ...: rule`
    [[nodiscard]] std::string text() const;
};

/// Reads every source file below sdk/, core/, plugins/ and tests/ of the tree at `root`, testdata folders left out, and
/// returns what breaks the law of ARCHITECTURE.md, in the order of the files' names. Throws std::runtime_error when the
/// tree holds no source file at all, since then the law would be kept by looking in the wrong place.
std::vector<violation> check_dependency_law(std::filesystem::path const& root);

} // namespace tests
