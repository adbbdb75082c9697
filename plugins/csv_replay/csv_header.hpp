// The names of a file's columns, and where a row has them.
#pragma once

#include "csv_reader.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::csv_replay {

/// The fields of a file's first row, spaces around them removed. Without a header only column numbers can be found.
class csv_header {
public:
    /// A file whose rows have `columns` fields and no header.
    explicit csv_header(std::size_t columns) : columns_{columns} {}
    explicit csv_header(csv_row const& row);

    /// How many fields each row has.
    [[nodiscard]] std::size_t columns() const noexcept { return columns_; }

    /// The place (from 0) of the column that has one of these names, the first that is found, upper and lower case
    /// being the same; or that has this number, from 1.
    [[nodiscard]] std::optional<std::size_t> find(std::span<std::string_view const> names) const noexcept;
    [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const noexcept { return find({&name, 1}); }

    /// The name by which find() would find a column, when more than one has it; empty otherwise.
    [[nodiscard]] std::string_view repeated(std::span<std::string_view const> names) const noexcept;

    /// For messages: `timestamp, ltp, volume`, or how many columns there are.
    [[nodiscard]] std::string describe() const;

private:
    std::size_t columns_;
    std::vector<std::string> names_;
};

} // namespace tickhub::csv_replay
