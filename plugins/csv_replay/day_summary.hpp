// What a ticker tells about an instrument's day, kept from row to row.
#pragma once

#include "file_cursor.hpp"

#include <tickhub/events.h>
#include <tickhub/fixed_point.hpp>

namespace tickhub::csv_replay {

/// The day of one instrument: begins anew when the rows' day changes, the last price becoming the previous close.
class day_summary {
public:
    /// `prev_close` of the first day; may be undefined.
    explicit day_summary(tickhub::price prev_close) noexcept : prev_close_{prev_close} {}

    /// Takes a row in.
    void add(taken_row const& row) noexcept;

    /// Fills in what a ticker says about the day so far: prices, change, volume, the last trade's quantity.
    void describe(tickhub_ticker& ticker) const noexcept;

private:
    void begin_day(wall_day day) noexcept;

    bool any_ = false;
    wall_day day_{};
    tickhub::price prev_close_;
    tickhub::price open_ = tickhub::price::undefined();
    tickhub::price high_ = tickhub::price::undefined();
    tickhub::price low_ = tickhub::price::undefined();
    tickhub::price last_ = tickhub::price::undefined();
    tickhub::quantity volume_ = tickhub::quantity::undefined();
    tickhub::quantity last_quantity_ = tickhub::quantity::undefined();
};

} // namespace tickhub::csv_replay
