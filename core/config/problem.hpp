// What is wrong with a configuration, where, and how it is told to people and to editors.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::config {

/// One thing that is wrong. Holds all that is needed to show it; secrets are masked already.
struct problem {
    std::string file;             ///< as the operator named it
    std::uint32_t line = 0;       ///< from 1; 0 = about the file as a whole
    std::uint32_t column = 0;     ///< from 1, in characters
    std::uint32_t end_column = 0; ///< one past the last character that is meant; on the same line
    std::string message;          ///< what is wrong, and what to do when that isn't plain
    std::string suggestion;       ///< what was probably meant; empty when nothing is near
    std::string excerpt;          ///< the line, and below it a caret and dashes under the place; may be empty

    friend bool operator==(problem const&, problem const&) = default;
};

/// `file:line:column: message; did you mean `x`?`, then the line with a caret under the place. Ends in a newline.
/// [any thread]
[[nodiscard]] std::string text_of(problem const& problem);

/// All of them as text_of, in order. [any thread]
[[nodiscard]] std::string text_of(std::vector<problem> const& problems);

/// `[{"file", "line", "column", "end_column", "message", "suggestion"}…]` for editors; suggestion is null when there is
/// none. Ends in a newline. [any thread]
[[nodiscard]] std::string json_of(std::vector<problem> const& problems);

/// By place, the same one told once. [any thread]
void sort_problems(std::vector<problem>& problems);

} // namespace tickhub::config
