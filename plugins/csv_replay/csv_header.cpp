#include "csv_header.hpp"

#include "text.hpp"

#include <algorithm>
#include <charconv>

namespace tickhub::csv_replay {

csv_header::csv_header(csv_row const& row) : columns_{row.fields.size()} {
    names_.reserve(columns_);
    for (std::string_view const field : row.fields)
        names_.emplace_back(trimmed(field));
}

std::optional<std::size_t> csv_header::find(std::span<std::string_view const> names) const noexcept {
    for (std::string_view const name : names) {
        for (std::size_t i = 0; i < names_.size(); ++i) {
            if (same_name(names_[i], name))
                return i;
        }
    }
    for (std::string_view const name : names) {
        std::size_t number = 0;
        auto const [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
        if (error == std::errc{} && end == name.data() + name.size() && number >= 1 && number <= columns_)
            return number - 1;
    }
    return std::nullopt;
}

std::string_view csv_header::repeated(std::span<std::string_view const> names) const noexcept {
    for (std::string_view const name : names) {
        auto const columns = std::count_if(names_.begin(), names_.end(),
                                           [&](std::string const& known) { return same_name(known, name); });
        if (columns != 0)
            return columns > 1 ? name : std::string_view{};
    }
    return {};
}

std::string csv_header::describe() const {
    if (names_.empty())
        return std::to_string(columns_) + " columns without names";
    std::string text;
    for (std::string const& name : names_) {
        if (!text.empty())
            text += ", ";
        text += printable(name, 40);
        if (text.size() > 400)
            return text + ", ...";
    }
    return text;
}

} // namespace tickhub::csv_replay
