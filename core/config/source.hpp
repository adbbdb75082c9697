// The text of one configuration file, and how a place in it becomes a problem that names line and column.
#pragma once

#include "config/masker.hpp"
#include "config/problem.hpp"
#include "config/span.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::config {

/// A configuration's text. Knows what of it must not be shown.
class source {
public:
    static constexpr std::size_t max_size = 1024 * 1024;

    /// `file` is the name that problems carry.
    source(std::string file, std::string text);

    [[nodiscard]] std::string_view text() const noexcept { return text_; }
    [[nodiscard]] std::string const& file() const noexcept { return file_; }

    /// What keeps the text from being read as YAML at all: its size, broken UTF-8, control characters, a tab that
    /// indents. Only the first, since the rest may follow from it.
    [[nodiscard]] std::optional<problem> unreadable() const;

    /// A problem at this place, with its line; secrets known so far are masked. Spans are cut at the line's end.
    [[nodiscard]] problem at(span where, std::string_view message, std::string_view suggestion = {}) const;

    /// `line 3, column 5`, for messages that name a second place.
    [[nodiscard]] std::string place_of(span where) const;

    /// Shows `***` in place of this piece from now on. [control]
    void hide(span where);

    /// The secrets of this file; masks the messages of all problems made by `at`. [control]
    [[nodiscard]] masker& secrets() noexcept { return secrets_; }
    [[nodiscard]] masker const& secrets() const noexcept { return secrets_; }

private:
    [[nodiscard]] std::string_view line_around(std::size_t offset) const;
    // A piece of a line without what is hidden.
    [[nodiscard]] std::string shown(std::size_t offset, std::size_t size) const;

    std::string file_;
    std::string text_;
    std::vector<span> hidden_;
    masker secrets_;
};

} // namespace tickhub::config
