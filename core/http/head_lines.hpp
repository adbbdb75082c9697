// The lines of a request's head, looked at before the parser sees them: it is lenient where a proxy in front of the hub
// may read something else (RFC 9112, sections 2.2 and 5.2).
#pragma once

#include <cstdint>
#include <string_view>

namespace tickhub::http {

/// One per request.
class head_lines {
public:
    /// Takes the next bytes of the connection, and looks no further than the head's end. Empty, or what is wrong.
    [[nodiscard]] std::string_view feed(std::string_view bytes) noexcept {
        for (char const c : bytes) {
            if (at_ == place::behind)
                break;
            if (auto const wrong = step(c); !wrong.empty())
                return wrong;
        }
        return {};
    }

private:
    enum class place : std::uint8_t { first_line, line_begin, line, after_cr, after_empty_lines_cr, behind };

    std::string_view step(char c) noexcept {
        if (c == '\0')
            return "its head holds a NUL";
        bool const ends = at_ == place::after_cr || at_ == place::after_empty_lines_cr;
        if (ends != (c == '\n'))
            return ends ? "its head holds a CR without LF" : "a line of its head ends in LF alone, not in CR LF";
        if (ends)
            at_ = at_ == place::after_cr ? place::line_begin : place::behind;
        else if (at_ == place::line_begin && (c == ' ' || c == '\t'))
            return "a header begins with a space: folded lines are not accepted";
        else if (c == '\r')
            at_ = at_ == place::line_begin ? place::after_empty_lines_cr : place::after_cr;
        else if (at_ == place::line_begin)
            at_ = place::line;
        return {};
    }

    place at_ = place::first_line;
};

} // namespace tickhub::http
