// What a row says, once its preset has read it.
#pragma once

#include "instant.hpp"

#include <tickhub/fixed_point.hpp>

#include <cstdint>

namespace tickhub::csv_replay {

/// A tick is a price at a moment; a bar sums up an interval.
enum class row_shape : std::uint8_t { tick, bar };

/// Quantities count 10^-quantity_decimals of the instrument. What the file does not tell is undefined.
struct row_values {
    row_shape shape = row_shape::tick;
    instant stamp;                                     ///< the row's own time; of a bar, when it opens
    instant known;                                     ///< when it may be told: its stamp, or when its bar has closed
    wall_day day{};                                    ///< of the stamp, in the file's zone
    tickhub::price last = tickhub::price::undefined(); ///< the price, or a bar's close
    tickhub::price open = tickhub::price::undefined(); ///< open, high and low of a bar
    tickhub::price high = tickhub::price::undefined();
    tickhub::price low = tickhub::price::undefined();
    tickhub::quantity volume = tickhub::quantity::undefined();   ///< cumulative over the day
    tickhub::quantity quantity = tickhub::quantity::undefined(); ///< of this row alone: one trade's, or a bar's
};

} // namespace tickhub::csv_replay
