// The one canonical JSON form of every public record, and the one encoder for it.
#pragma once

#include "tickhub/events.h"
#include "tickhub/json.hpp"
#include "tickhub/names.hpp"
#include "tickhub/record.hpp"
#include "tickhub/record_json.hpp"

#include <cstddef>
#include <string>

namespace tickhub {

/// Writes the canonical JSON of one record to out, on one line, without a terminator. Returns the bytes that it takes:
/// when that is over capacity, the text is cut off there and useless. 0 for a record that isn't valid (see
/// valid_record). Never allocates. [any thread]
inline std::size_t encode_json(tickhub_event_header const& header, names const& names, char* out, std::size_t capacity);

/// Appends the canonical JSON of one record to a string; false, and nothing appended, for a record that isn't valid.
/// [any thread]
inline bool append_json(std::string& out, tickhub_event_header const& header, names const& names);

// ---------------------------------------------------------------------------------------------------------------------

namespace detail {

inline void write_members(record_json& json, tickhub_definition const& r) {
    json.header(json.at(r.symbol));
    json.use_quantity_decimals(r.quantity_decimals);
    json.text("name", r.name);
    json.choice("instrument_class", instrument_class_names, r.instrument_class);
    json.text("isin", r.isin);
    json.text("sector", r.sector);
    json.text("currency", r.currency);
    json.decimal("min_price_increment", r.min_price_increment);
    json.quantity("lot_size", r.lot_size);
    json.count("quantity_decimals", std::uint32_t{r.quantity_decimals});
    json.decimal("multiplier", r.multiplier);
    json.decimal("prev_close", r.prev_close);
    json.decimal("low_limit_price", r.low_limit_price);
    json.decimal("high_limit_price", r.high_limit_price);
    json.quantity("freeze_quantity", r.freeze_quantity);
    json.integer("shares", r.shares);
    json.decimal("free_float", r.free_float);
}

inline void write_members(record_json& json, tickhub_status_record const& r) {
    json.header();
    json.choice("action", status_action_names, r.action);
    json.choice("reason", status_reason_names, r.reason);
}

inline void write_members(record_json& json, tickhub_feed_status const& r) {
    json.header({}, json.at(r.publisher));
    json.choice("condition", feed_condition_names, r.condition);
    json.time("since", r.since);
    json.decimal("speed", r.speed);
}

inline void write_members(record_json& json, tickhub_reset const& r) {
    json.header();
    json.choice("reason", reset_reason_names, r.reason);
}

inline void write_members(record_json& json, tickhub_trade const& r) {
    json.header();
    json.choice("action", trade_action_names, r.action);
    json.decimal("price", r.price);
    json.quantity("quantity", r.quantity);
    json.side("side", r.side);
    json.id("trade_id", r.trade_id);
    json.id("ref_trade_id", r.ref_trade_id);
}

inline void write_members(record_json& json, tickhub_bbo const& r) {
    json.header();
    json.decimal("bid_price", r.bid_price);
    json.quantity("bid_quantity", r.bid_quantity);
    json.count("bid_orders", r.bid_orders);
    json.decimal("ask_price", r.ask_price);
    json.quantity("ask_quantity", r.ask_quantity);
    json.count("ask_orders", r.ask_orders);
}

inline void write_members(record_json& json, tickhub_mbo const& r) {
    json.header();
    json.id("order_id", r.order_id);
    json.decimal("price", r.price);
    json.quantity("quantity", r.quantity);
    json.choice("action", mbo_action_names, r.action);
    json.side("side", r.side);
}

inline void write_members(record_json& json, tickhub_book const& r) {
    json.header();
    json.choice("kind", book_kind_names, r.kind);
    json.count("book_sequence", r.book_sequence);
    json.count("prev_sequence", r.prev_sequence);
    json.levels("bids", r.bids);
    json.levels("asks", r.asks);
    json.json().plain_key("checksum").number(r.checksum); // every 32-bit value is one
}

inline void write_members(record_json& json, tickhub_ticker const& r) {
    json.header();
    json.decimal("last_price", r.last_price);
    json.quantity("last_quantity", r.last_quantity);
    json.decimal("average_price", r.average_price);
    json.quantity("volume", r.volume);
    json.count("trade_count", r.trade_count);
    json.amount("turnover", r.turnover);
    json.date("trading_date", r.trading_date);
    json.count("sum_epoch", r.sum_epoch);
    json.decimal("open", r.open);
    json.decimal("high", r.high);
    json.decimal("low", r.low);
    json.decimal("prev_close", r.prev_close);
    json.decimal("change", r.change);
    json.decimal("change_pct", r.change_pct);
    json.decimal("bid_price", r.bid_price);
    json.quantity("bid_quantity", r.bid_quantity);
    json.decimal("ask_price", r.ask_price);
    json.quantity("ask_quantity", r.ask_quantity);
    json.quantity("total_buy_quantity", r.total_buy_quantity);
    json.quantity("total_sell_quantity", r.total_sell_quantity);
    json.decimal("low_limit_price", r.low_limit_price);
    json.decimal("high_limit_price", r.high_limit_price);
}

inline void write_members(record_json& json, tickhub_ohlcv const& r) {
    json.header();
    json.json().plain_key("interval").interval(r.interval);
    json.decimal("open", r.open);
    json.decimal("high", r.high);
    json.decimal("low", r.low);
    json.decimal("close", r.close);
    json.quantity("volume", r.volume);
    json.count("trade_count", r.trade_count);
    json.decimal("vwap", r.vwap);
    json.json().plain_key("is_final").boolean(r.is_final != 0);
}

inline void write_members(record_json& json, tickhub_index const& r) {
    json.header();
    json.decimal("value", r.value);
    json.decimal("open", r.open);
    json.decimal("high", r.high);
    json.decimal("low", r.low);
    json.decimal("prev_close", r.prev_close);
    json.decimal("change", r.change);
    json.decimal("change_pct", r.change_pct);
}

inline void write_members(record_json& json, tickhub_movers const& r) {
    json.header();
    json.text("universe", r.universe);
    json.movers("gainers", r.gainers);
    json.movers("losers", r.losers);
    json.movers("most_active", r.most_active);
}

inline void write_members(record_json& json, tickhub_imbalance const& r) {
    json.header();
    json.decimal("ref_price", r.ref_price);
    json.decimal("indicative_price", r.indicative_price);
    json.quantity("paired_quantity", r.paired_quantity);
    json.quantity("imbalance_quantity", r.imbalance_quantity);
    json.side("side", r.side);
}

inline void write_members(record_json& json, tickhub_statistics const& r) {
    json.header();
    json.decimal("opening", r.opening);
    json.decimal("indicative_opening", r.indicative_opening);
    json.decimal("settlement", r.settlement);
    json.decimal("low", r.low);
    json.decimal("high", r.high);
    json.decimal("close", r.close);
    json.decimal("vwap", r.vwap);
}

inline void write_members(record_json& json, tickhub_news const& r) {
    json.header();
    json.id("id", r.id);
    json.choice("action", item_action_names, r.action);
    json.id("ref_id", r.ref_id);
    json.text("headline", r.headline);
    json.text("summary", r.summary);
    json.text("author", r.author);
    json.text("source", r.source);
    json.text("url", r.url);
    json.symbols("symbols", r.symbols);
    json.time("created_at", r.created_at);
}

inline void write_members(record_json& json, tickhub_alert const& r) {
    json.header();
    json.id("id", r.id);
    json.text("rule", r.rule);
    json.choice("severity", severity_names, r.severity);
    json.text("text", r.text);
    json.decimal("value", r.value);
    json.decimal("threshold", r.threshold);
}

inline void write_members(record_json& json, tickhub_corporate_action const& r) {
    json.header();
    json.id("id", r.id);
    json.choice("action", item_action_names, r.action);
    json.id("ref_id", r.ref_id);
    json.choice("kind", corporate_action_names, r.kind);
    json.decimal("ratio", r.ratio);
    json.decimal("amount", r.amount);
    json.date("ex_date", r.ex_date);
}

inline void write_members(record_json& json, tickhub_notice const& r) {
    json.header();
    json.choice("severity", severity_names, r.severity);
    json.text("component", r.component);
    json.text("code", r.code);
    json.text("text", r.text);
}

inline void write_members(record_json& json, tickhub_gap const& r) {
    json.header();
    json.text("topic", r.topic);
    json.count("first", r.first);
    json.count("last", r.last);
    json.count("count", r.count);
    json.choice("reason", gap_reason_names, r.reason);
}

inline void write_record(json_writer& json, tickhub_event_header const& header, names const& names) {
    json.begin_object();
    visit_record(header, [&](auto const& record) {
        record_json members{header, names, json};
        write_members(members, record);
    });
    json.end_object();
}

} // namespace detail

inline std::size_t encode_json(tickhub_event_header const& header, names const& names, char* out,
                               std::size_t capacity) {
    if (!valid_record(header)) {
        return 0;
    }
    json_writer json{out, capacity};
    detail::write_record(json, header, names);
    return json.size();
}

inline bool append_json(std::string& out, tickhub_event_header const& header, names const& names) {
    if (!valid_record(header)) {
        return false;
    }
    append_json(out, [&](json_writer& json) { detail::write_record(json, header, names); });
    return true;
}

} // namespace tickhub
