// Whether a row can be believed, given the last one that was taken from its file.
#pragma once

#include "fault.hpp"
#include "row.hpp"
#include "time_range.hpp"

#include <string>
#include <string_view>

namespace tickhub::csv_replay {

/// Judges the rows of one file, in order. "The last row" is the last one that was accepted or repaired; a repaired row
/// counts with its repaired values.
class row_judge {
public:
    explicit row_judge(time_range const& range) : range_{range} {}

    /// The first fault that fits a row that could be parsed. `text` is the row as it stands in the file.
    [[nodiscard]] fault judge(row_values const& row, std::string_view text) const noexcept;

    /// Makes a row with a repairable fault fit behind the last row: time_backwards takes its time, volume_falls its
    /// volume. A late row's volume, cumulative as it is, may have been passed too: then it also takes the last volume.
    void repair(row_values& row) const noexcept;

    /// The growth of the day's volume from the last row to this one: what was traded between them. Nothing (zero) for
    /// the first row of a day, which has no row to grow from. A row that tells its own quantity traded just that.
    [[nodiscard]] tickhub::quantity traded(row_values const& row) const noexcept;

    /// Makes it the last row.
    void take(row_values const& row, std::string_view text);

private:
    [[nodiscard]] bool same_day(row_values const& row) const noexcept { return any_ && row.day == last_.day; }

    time_range range_;
    bool any_ = false;
    row_values last_;
    std::string last_text_;
};

} // namespace tickhub::csv_replay
