// Bytes to rows, by RFC 4180: fields between commas, quotes around a field that holds commas, quotes ("" inside) or
// line ends; LF or CRLF; a byte order mark is skipped. Lines with nothing on them are no rows.
//
// Whatever the bytes are, every row comes out, at the cost of a bounded buffer: a row that cannot be right says so in
// `problem`, and reading goes on behind it. A quote that is never closed costs its own line only.
#pragma once

#include "byte_source.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::csv_replay {

/// One row; everything in it is borrowed from the reader until the next call.
struct csv_row {
    std::uint64_t line = 0; ///< where it begins, from 1
    std::string_view text;  ///< as it stands in the file, without its line end
    std::vector<std::string_view> fields;
    std::string_view problem; ///< why the fields must not be used; empty when they may
};

/// Not shared between threads. The source outlives it.
class csv_reader {
public:
    static constexpr std::size_t default_max_row = 64 * 1024;
    /// A quoted field may span lines, but not more: what looks like more is a quote that was never closed.
    static constexpr int max_lines_in_row = 32;

    explicit csv_reader(byte_source& source, std::size_t max_row = default_max_row);

    /// Replaces `row` by the next one; false at the end. Throws what the source throws.
    bool next(csv_row& row);

    /// How many bytes the rows so far took.
    [[nodiscard]] std::uint64_t position() const noexcept { return position_; }

private:
    static constexpr std::size_t not_found = static_cast<std::size_t>(-1);

    [[nodiscard]] std::string_view window() const noexcept { return {buffer_.data() + begin_, end_ - begin_}; }
    bool fill();
    void skip_byte_order_mark();
    std::size_t find_line_end(std::size_t from);
    void consume(std::size_t size) noexcept;
    void drop_long_line();
    void split_quoted(csv_row& row, std::size_t first_line_end);

    byte_source& source_;
    std::size_t max_row_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    bool source_ended_ = false;
    bool started_ = false;
    std::uint64_t line_ = 1;
    std::uint64_t position_ = 0;
    std::string unescaped_;
};

} // namespace tickhub::csv_replay
