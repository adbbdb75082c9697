#pragma once

#include "tickhub/events.h"
#include "tickhub/events.hpp"

namespace tickhub {

/// A fresh record that says nothing yet: every field that can be undefined is, so that what the author doesn't fill in
/// is left out of JSON and not told as 0. What has no undefined value is 0. [any thread]
///
///     auto ticker = tickhub::make_blank<tickhub_ticker>(id, now);
///     ticker.last_price = last.raw();
template <class Record>
[[nodiscard]] Record make_blank(tickhub_instrument_id instrument, tickhub_timestamp ts_event) noexcept;

// ---------------------------------------------------------------------------------------------------------------------

namespace detail {

template <class... Fields>
constexpr void undefine(Fields&... fields) {
    ((fields = TICKHUB_UNDEFINED_INT64), ...);
}

/// Records without a field that can be undefined.
template <class Record>
constexpr void undefine_fields(Record&) {}

constexpr void undefine_fields(tickhub_definition& r) {
    undefine(r.min_price_increment, r.lot_size, r.multiplier, r.prev_close, r.low_limit_price, r.high_limit_price,
             r.freeze_quantity, r.shares, r.free_float);
}
constexpr void undefine_fields(tickhub_feed_status& r) {
    r.since = TICKHUB_UNDEFINED_UINT64;
    r.speed = TICKHUB_UNDEFINED_INT64;
}
constexpr void undefine_fields(tickhub_trade& r) {
    undefine(r.price, r.quantity);
}
constexpr void undefine_fields(tickhub_bbo& r) {
    undefine(r.bid_price, r.bid_quantity, r.ask_price, r.ask_quantity);
    r.bid_orders = r.ask_orders = TICKHUB_UNDEFINED_UINT32;
}
constexpr void undefine_fields(tickhub_mbo& r) {
    undefine(r.price, r.quantity);
}
constexpr void undefine_fields(tickhub_ticker& r) {
    undefine(r.last_price, r.last_quantity, r.average_price, r.volume, r.open, r.high, r.low, r.prev_close, r.change,
             r.change_pct, r.bid_price, r.bid_quantity, r.ask_price, r.ask_quantity, r.total_buy_quantity,
             r.total_sell_quantity, r.low_limit_price, r.high_limit_price);
    r.trade_count = TICKHUB_UNDEFINED_UINT64;
    r.turnover = {TICKHUB_UNDEFINED_UINT64, TICKHUB_UNDEFINED_INT64};
}
constexpr void undefine_fields(tickhub_ohlcv& r) {
    undefine(r.open, r.high, r.low, r.close, r.volume, r.vwap);
    r.trade_count = TICKHUB_UNDEFINED_UINT64;
}
constexpr void undefine_fields(tickhub_index& r) {
    undefine(r.value, r.open, r.high, r.low, r.prev_close, r.change, r.change_pct);
}
constexpr void undefine_fields(tickhub_imbalance& r) {
    undefine(r.ref_price, r.indicative_price, r.paired_quantity, r.imbalance_quantity);
}
constexpr void undefine_fields(tickhub_statistics& r) {
    undefine(r.opening, r.indicative_opening, r.settlement, r.low, r.high, r.close, r.vwap);
}
constexpr void undefine_fields(tickhub_news& r) {
    r.created_at = TICKHUB_UNDEFINED_UINT64;
}
constexpr void undefine_fields(tickhub_alert& r) {
    undefine(r.value, r.threshold);
}
constexpr void undefine_fields(tickhub_corporate_action& r) {
    undefine(r.ratio, r.amount);
}

} // namespace detail

template <class Record>
Record make_blank(tickhub_instrument_id instrument, tickhub_timestamp ts_event) noexcept {
    auto record = make_record<Record>(instrument, ts_event);
    detail::undefine_fields(record);
    return record;
}

} // namespace tickhub
