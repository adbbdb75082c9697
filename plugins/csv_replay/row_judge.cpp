#include "row_judge.hpp"

#include <algorithm>

namespace tickhub::csv_replay {

fault row_judge::judge(row_values const& row, std::string_view text) const noexcept {
    if (!range_.holds(row.stamp))
        return fault::time_out_of_range;
    if (!any_)
        return fault::none;
    if (row.stamp < last_.stamp)
        return fault::time_backwards;
    if (text == last_text_)
        return fault::exact_duplicate;
    if (same_day(row) && row.volume.is_defined() && row.volume < last_.volume)
        return fault::volume_falls;
    return fault::none;
}

void row_judge::repair(row_values& row) const noexcept {
    if (row.stamp < last_.stamp) {
        row.stamp = last_.stamp;
        row.known = last_.known;
        row.day = last_.day;
    }
    if (same_day(row) && row.volume.is_defined())
        row.volume = std::max(row.volume, last_.volume);
}

tickhub::quantity row_judge::traded(row_values const& row) const noexcept {
    if (row.shape == row_shape::bar)
        return {};
    if (row.quantity.is_defined())
        return row.quantity;
    if (!same_day(row) || !row.volume.is_defined())
        return {};
    return row.volume - last_.volume;
}

void row_judge::take(row_values const& row, std::string_view text) {
    any_ = true;
    last_ = row;
    last_text_.assign(text);
}

} // namespace tickhub::csv_replay
