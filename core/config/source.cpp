#include "config/source.hpp"

#include "config/utf8.hpp"

#include <algorithm>

namespace tickhub::config {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

bool begins_character(char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
}

std::uint32_t count_characters(std::string_view text) {
    return static_cast<std::uint32_t>(std::count_if(text.begin(), text.end(), begins_character));
}

// Lines longer than this are not shown: nobody wrote them by hand.
constexpr std::size_t longest_shown = 16 * 1024;

// How much of a line is shown around the place, in characters.
constexpr std::size_t shown_width = 110;
constexpr std::size_t shown_before = 60;

// A control character is shown as a space, so that the caret stands right.
char shown_as(char c) {
    auto const byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f ? ' ' : c;
}

// The line with a caret under `meant`.
std::string excerpt(std::string const& before, std::string const& meant, std::string const& after) {
    std::string const line = before + meant + after;
    std::size_t const size = count_characters(line);
    std::size_t const at = count_characters(before);
    std::size_t const first = at > shown_before && size > shown_width ? at - shown_before : 0;
    std::size_t const last = std::min(size, first + shown_width);
    std::string text = first > 0 ? "  | …" : "  | ";
    std::size_t begun = 0; // characters
    for (char const c : line) {
        begun += begins_character(c) ? 1 : 0;
        if (begun > first && begun <= last)
            text += shown_as(c);
    }
    if (last < size)
        text += "…";
    std::string carets = first > 0 ? "  |  " : "  | ";
    carets.append(at - first, ' ');
    carets += '^';
    std::size_t const meant_end = std::min<std::size_t>(at + count_characters(meant), last);
    if (meant_end > at + 1)
        carets.append(meant_end - at - 1, '~');
    return text + '\n' + carets + '\n';
}

span one_byte(std::size_t offset) {
    return {static_cast<std::uint32_t>(offset), 1};
}

} // namespace

source::source(std::string file, std::string text) : file_{std::move(file)}, text_{std::move(text)} {
    if (std::string_view{text_}.starts_with(byte_order_mark))
        text_.erase(0, byte_order_mark.size());
    if (text_.size() > max_size)
        text_.resize(max_size + 1); // enough to be refused; offsets stay small
}

std::optional<problem> source::unreadable() const {
    if (text_.size() > max_size)
        return problem{file_, 0, 0, 0, "the file is larger than 1 MiB", {}, {}};
    std::size_t const broken = first_invalid_utf8(text_);
    bool indenting = true;
    for (std::size_t i = 0; i < broken; ++i) {
        auto const byte = static_cast<unsigned char>(text_[i]);
        if (byte == '\t' && indenting)
            return at(one_byte(i), "a tab indents this line; YAML wants spaces");
        if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7f)
            return at(one_byte(i), "the file holds a control character (byte " + std::to_string(byte) + ")");
        if (byte == '\r' && (i + 1 == text_.size() || text_[i + 1] != '\n'))
            return at(one_byte(i), "the file holds a carriage return that ends no line");
        indenting = byte == '\n' || (indenting && byte == ' ');
    }
    if (broken < text_.size())
        return at(one_byte(broken), "the file is not valid UTF-8");
    return std::nullopt;
}

std::string_view source::line_around(std::size_t offset) const {
    std::string_view const text = text_;
    std::size_t const before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
    std::size_t const begin = before == std::string_view::npos ? 0 : before + 1;
    std::size_t end = std::min(text.find('\n', offset), text.size());
    if (end > begin && text[end - 1] == '\r')
        --end;
    return text.substr(begin, end - begin);
}

problem source::at(span where, std::string_view message, std::string_view suggestion) const {
    std::size_t const offset = std::min<std::size_t>(where.offset, text_.size());
    std::string_view const line = line_around(offset);
    auto const begin = static_cast<std::size_t>(line.data() - text_.data());
    std::size_t const at = std::min(offset - begin, line.size());
    std::string_view const meant = line.substr(at, where.size);

    problem result;
    result.file = file_;
    result.line = 1 + static_cast<std::uint32_t>(
                          std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(begin), '\n'));
    result.column = 1 + count_characters(line.substr(0, at));
    result.end_column = result.column + std::max(1u, count_characters(meant));
    result.message = secrets_.mask(message);
    result.suggestion = secrets_.mask(suggestion);
    if (line.size() <= longest_shown)
        result.excerpt = excerpt(shown(begin, at), shown(begin + at, meant.size()),
                                 shown(begin + at + meant.size(), line.size() - at - meant.size()));
    return result;
}

std::string source::place_of(span where) const {
    problem const there = at(where, {});
    return "line " + std::to_string(there.line) + ", column " + std::to_string(there.column);
}

std::string source::shown(std::size_t offset, std::size_t size) const {
    std::string result;
    for (std::size_t i = offset; i < offset + size; ++i) {
        auto const hidden = std::find_if(hidden_.begin(), hidden_.end(),
                                         [i](span s) { return i >= s.offset && i < s.offset + s.size; });
        if (hidden == hidden_.end())
            result += text_[i];
        else if (i == hidden->offset || i == offset)
            result += "***";
    }
    if (first_invalid_utf8(result) != result.size()) {
        for (char& c : result)
            c = static_cast<unsigned char>(c) < 0x80 ? c : '?';
    }
    return secrets_.mask(result);
}

void source::hide(span where) {
    hidden_.push_back(where);
}

} // namespace tickhub::config
