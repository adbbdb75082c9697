#include "day_summary.hpp"

#include <tickhub/arithmetic.hpp>

#include <algorithm>

namespace tickhub::csv_replay {

void day_summary::begin_day(wall_day day) noexcept {
    if (any_)
        prev_close_ = last_;
    any_ = true;
    day_ = day;
    open_ = high_ = low_ = tickhub::price::undefined();
    volume_ = last_quantity_ = tickhub::quantity::undefined();
}

void day_summary::add(taken_row const& row) noexcept {
    row_values const& values = row.values;
    if (!any_ || values.day != day_)
        begin_day(values.day);
    bool const bar = values.shape == row_shape::bar;
    if (!open_.is_defined()) {
        open_ = bar ? values.open : values.last;
        high_ = bar ? values.high : values.last;
        low_ = bar ? values.low : values.last;
    }
    high_ = std::max(high_, bar ? values.high : values.last);
    low_ = std::min(low_, bar ? values.low : values.last);
    last_ = values.last;
    if (values.volume.is_defined())
        volume_ = values.volume;
    else if (values.quantity.is_defined())
        volume_ = volume_.is_defined() ? volume_ + values.quantity : values.quantity;
    if (row.traded > tickhub::quantity{})
        last_quantity_ = row.traded;
}

void day_summary::describe(tickhub_ticker& ticker) const noexcept {
    ticker.last_price = last_.raw();
    ticker.last_quantity = last_quantity_.raw();
    ticker.volume = volume_.raw();
    ticker.open = open_.raw();
    ticker.high = high_.raw();
    ticker.low = low_.raw();
    ticker.prev_close = prev_close_.raw();
    ticker.change = (last_ - prev_close_).raw();
    ticker.change_pct = tickhub::change_pct(last_, prev_close_).raw();
}

} // namespace tickhub::csv_replay
