#include "csv_reader.hpp"

#include <algorithm>
#include <cstring>

namespace tickhub::csv_replay {
namespace {

constexpr std::size_t block = 64 * 1024;

std::string_view without_carriage_return(std::string_view line) noexcept {
    if (!line.empty() && line.back() == '\r')
        line.remove_suffix(1);
    return line;
}

bool holds(std::string_view text, char c) noexcept {
    return !text.empty() && std::memchr(text.data(), c, text.size()) != nullptr;
}

void split_plain(std::string_view text, std::vector<std::string_view>& fields) {
    fields.clear();
    char const* from = text.data();
    char const* const end = from + text.size();
    for (char const* at = from; at != end; ++at) {
        if (*at == ',') {
            fields.emplace_back(from, static_cast<std::size_t>(at - from));
            from = at + 1;
        }
    }
    fields.emplace_back(from, static_cast<std::size_t>(end - from));
}

// Spaces around quotes are no part of the field.
std::size_t behind_spaces(std::string_view text, std::size_t at) noexcept {
    while (at < text.size() && text[at] == ' ')
        ++at;
    return at;
}

enum class quoting { fine, unclosed, stray_text };

// Splits a text that holds quotes. Doubled quotes are undone in `unescaped`, which is as large as the text beforehand,
// so that fields may point into it.
quoting split_with_quotes(std::string_view text, std::vector<std::string_view>& fields, std::string& unescaped) {
    fields.clear();
    unescaped.clear();
    unescaped.reserve(text.size());
    std::size_t at = 0;
    for (;;) {
        std::size_t const begin = behind_spaces(text, at);
        if (begin < text.size() && text[begin] == '"') {
            std::size_t const start = unescaped.size();
            for (at = begin + 1;; ++at) {
                if (at >= text.size())
                    return quoting::unclosed;
                if (text[at] == '"') {
                    ++at;
                    if (at >= text.size() || text[at] != '"')
                        break;
                }
                unescaped.push_back(text[at]);
            }
            fields.emplace_back(unescaped.data() + start, unescaped.size() - start);
            at = behind_spaces(text, at);
            if (at < text.size() && text[at] != ',')
                return quoting::stray_text;
        } else {
            std::size_t const comma = std::min(text.find(',', at), text.size());
            fields.push_back(text.substr(at, comma - at));
            at = comma;
        }
        if (at >= text.size())
            return quoting::fine;
        ++at; // the comma; a field follows it, even if an empty one
    }
}

} // namespace

csv_reader::csv_reader(byte_source& source, std::size_t max_row)
    : source_{source}
    , max_row_{max_row}
    , buffer_(max_row + block) {}

// Makes room behind the window and reads on; false when there is nothing more.
bool csv_reader::fill() {
    if (source_ended_)
        return false;
    if (begin_ != 0) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    std::size_t const got = source_.read(buffer_.data() + end_, buffer_.size() - end_);
    end_ += got;
    source_ended_ = got == 0;
    return got != 0;
}

void csv_reader::skip_byte_order_mark() {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    while (window().size() < mark.size() && fill()) {
    }
    if (window().substr(0, mark.size()) == mark)
        consume(mark.size());
}

// The offset in the window of the first line feed at or behind `from`, of the window's end when the source has ended,
// or not_found when a row would get longer than allowed.
std::size_t csv_reader::find_line_end(std::size_t from) {
    for (;;) {
        std::string_view const seen = window();
        if (from < seen.size()) {
            if (void const* found = std::memchr(seen.data() + from, '\n', seen.size() - from)) {
                auto const at = static_cast<std::size_t>(static_cast<char const*>(found) - seen.data());
                return at <= max_row_ ? at : not_found;
            }
        }
        if (seen.size() > max_row_)
            return not_found;
        from = seen.size();
        if (!fill())
            return window().size();
    }
}

void csv_reader::consume(std::size_t size) noexcept {
    begin_ += size;
    position_ += size;
}

// Leaves the window at the line feed that ends the overlong line, or empty at the end.
void csv_reader::drop_long_line() {
    for (;;) {
        std::string_view const seen = window();
        std::size_t const at = seen.find('\n');
        if (at != std::string_view::npos) {
            consume(at);
            return;
        }
        consume(seen.size());
        if (!fill())
            return;
    }
}

// A quoted field may hold line ends: take lines until all quotes are closed, or give up and keep to the first line.
void csv_reader::split_quoted(csv_row& row, std::size_t first_line_end) {
    std::size_t end = first_line_end;
    for (int lines = 1;; ++lines) {
        row.text = without_carriage_return(window().substr(0, end));
        quoting const found = split_with_quotes(row.text, row.fields, unescaped_);
        if (found != quoting::unclosed) {
            if (found == quoting::stray_text)
                row.problem = "there is text behind a closing quote";
            consume(end);
            line_ += static_cast<std::uint64_t>(lines - 1);
            return;
        }
        bool const at_the_end = end >= window().size();
        end = at_the_end || lines == max_lines_in_row ? not_found : find_line_end(end + 1);
        if (end == not_found) {
            row.problem = "a quote is not closed";
            row.text = without_carriage_return(window().substr(0, first_line_end));
            row.fields.clear();
            consume(first_line_end);
            return;
        }
    }
}

bool csv_reader::next(csv_row& row) {
    if (!started_) {
        started_ = true;
        skip_byte_order_mark();
    }
    row.fields.clear();
    row.problem = {};
    row.text = {};
    for (;;) {
        // What is left of the line before: its line feed.
        if (!window().empty() && window().front() == '\n') {
            consume(1);
            ++line_;
        }
        if (window().empty() && !fill())
            return false;
        std::size_t const end = find_line_end(0);
        row.line = line_;
        if (end == not_found) {
            drop_long_line();
            row.problem = "the line is too long";
            return true;
        }
        std::string_view const line = without_carriage_return(window().substr(0, end));
        if (line.empty()) {
            consume(end);
            continue;
        }
        if (holds(line, '"')) {
            split_quoted(row, end);
        } else {
            split_plain(line, row.fields);
            row.text = line;
            consume(end);
        }
        if (row.problem.empty() && holds(row.text, '\0'))
            row.problem = "there is a NUL byte in it";
        return true;
    }
}

} // namespace tickhub::csv_replay
