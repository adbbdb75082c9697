// Small things about text that fields and messages share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tickhub::csv_replay {

/// Without the spaces and tabs at both ends.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) noexcept {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

[[nodiscard]] constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

/// Whether two names are the same but for upper and lower case (ASCII).
[[nodiscard]] bool same_name(std::string_view a, std::string_view b) noexcept;

/// Foreign text made fit for one line of a log: what is not printable ASCII as \xHH, at most `limit` bytes of it.
[[nodiscard]] std::string printable(std::string_view text, std::size_t limit = 80);

/// 215465 as 215,465.
[[nodiscard]] std::string with_commas(std::uint64_t number);

} // namespace tickhub::csv_replay
