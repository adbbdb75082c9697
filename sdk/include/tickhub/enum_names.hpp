// The names that the enums of events.h have in JSON, YAML and logs.
#pragma once

#include "tickhub/events.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tickhub {

/// One value of an enum of events.h and its lower-case name.
struct enum_name {
    std::uint8_t value;
    std::string_view name;
};

/// The named values of one enum; each also has 0, which means none.
using enum_names = std::span<enum_name const>;

/// The name of a value; empty for 0 and for unknown values. [any thread]
constexpr std::string_view name_of(enum_names names, std::uint8_t value) {
    // The values of most enums are 1, 2, 3 … in order.
    if (value != 0 && value <= names.size() && names[value - 1u].value == value) {
        return names[value - 1u].name;
    }
    for (enum_name const& candidate : names) {
        if (candidate.value == value) {
            return candidate.name;
        }
    }
    return {};
}

/// The value of a name, 0 when it is unknown. [any thread]
constexpr std::uint8_t value_of(enum_names names, std::string_view name) {
    for (enum_name const& candidate : names) {
        if (candidate.name == name) {
            return candidate.value;
        }
    }
    return 0;
}

/// Whether a field may hold the value: none or one of the named. [any thread]
constexpr bool is_known(enum_names names, std::uint8_t value) {
    return value == 0 || !name_of(names, value).empty();
}

inline constexpr enum_name record_names[] = {
    {TICKHUB_RECORD_DEFINITION, "definition"},
    {TICKHUB_RECORD_STATUS, "status"},
    {TICKHUB_RECORD_FEED_STATUS, "feed_status"},
    {TICKHUB_RECORD_RESET, "reset"},
    {TICKHUB_RECORD_TRADES, "trades"},
    {TICKHUB_RECORD_BBO, "bbo"},
    {TICKHUB_RECORD_MBO, "mbo"},
    {TICKHUB_RECORD_BOOK, "book"},
    {TICKHUB_RECORD_TICKER, "ticker"},
    {TICKHUB_RECORD_OHLCV, "ohlcv"},
    {TICKHUB_RECORD_INDEX, "index"},
    {TICKHUB_RECORD_MOVERS, "movers"},
    {TICKHUB_RECORD_IMBALANCE, "imbalance"},
    {TICKHUB_RECORD_STATISTICS, "statistics"},
    {TICKHUB_RECORD_NEWS, "news"},
    {TICKHUB_RECORD_ALERT, "alert"},
    {TICKHUB_RECORD_CORPORATE_ACTION, "corporate_action"},
    {TICKHUB_RECORD_EXECUTION_REPORT, "execution_report"},
    {TICKHUB_RECORD_PORTFOLIO, "portfolio"},
    {TICKHUB_RECORD_NOTICE, "notice"},
    {TICKHUB_RECORD_GAP, "gap"},
};

/// The bits of tickhub_event_header.flags.
inline constexpr enum_name flag_names[] = {
    {TICKHUB_FLAG_LAST, "last"}, {TICKHUB_FLAG_TOB, "tob"},       {TICKHUB_FLAG_SNAPSHOT, "snapshot"},
    {TICKHUB_FLAG_MBP, "mbp"},   {TICKHUB_FLAG_BAD_TS, "bad_ts"}, {TICKHUB_FLAG_MAYBE_BAD_BOOK, "maybe_bad_book"},
};

inline constexpr enum_name side_names[] = {{TICKHUB_SIDE_BUY, "buy"}, {TICKHUB_SIDE_SELL, "sell"}};

inline constexpr enum_name instrument_class_names[] = {
    {TICKHUB_INSTRUMENT_CLASS_STOCK, "stock"},   {TICKHUB_INSTRUMENT_CLASS_INDEX, "index"},
    {TICKHUB_INSTRUMENT_CLASS_FUTURE, "future"}, {TICKHUB_INSTRUMENT_CLASS_OPTION, "option"},
    {TICKHUB_INSTRUMENT_CLASS_FX, "fx"},         {TICKHUB_INSTRUMENT_CLASS_CRYPTO, "crypto"},
};

inline constexpr enum_name status_action_names[] = {
    {TICKHUB_STATUS_ACTION_PRE_OPEN, "pre_open"},     {TICKHUB_STATUS_ACTION_PRE_CROSS, "pre_cross"},
    {TICKHUB_STATUS_ACTION_QUOTING, "quoting"},       {TICKHUB_STATUS_ACTION_CROSS, "cross"},
    {TICKHUB_STATUS_ACTION_TRADING, "trading"},       {TICKHUB_STATUS_ACTION_HALT, "halt"},
    {TICKHUB_STATUS_ACTION_PAUSE, "pause"},           {TICKHUB_STATUS_ACTION_SUSPEND, "suspend"},
    {TICKHUB_STATUS_ACTION_PRE_CLOSE, "pre_close"},   {TICKHUB_STATUS_ACTION_CLOSE, "close"},
    {TICKHUB_STATUS_ACTION_POST_CLOSE, "post_close"},
};

inline constexpr enum_name status_reason_names[] = {
    {TICKHUB_STATUS_REASON_SCHEDULED, "scheduled"},
    {TICKHUB_STATUS_REASON_SURVEILLANCE, "surveillance"},
    {TICKHUB_STATUS_REASON_NEWS_PENDING, "news_pending"},
    {TICKHUB_STATUS_REASON_ORDER_IMBALANCE, "order_imbalance"},
    {TICKHUB_STATUS_REASON_LULD_PAUSE, "luld_pause"},
    {TICKHUB_STATUS_REASON_OPERATIONAL, "operational"},
    {TICKHUB_STATUS_REASON_CORPORATE_ACTION, "corporate_action"},
    {TICKHUB_STATUS_REASON_MARKET_WIDE_HALT_LEVEL_1, "market_wide_halt_level_1"},
    {TICKHUB_STATUS_REASON_MARKET_WIDE_HALT_LEVEL_2, "market_wide_halt_level_2"},
    {TICKHUB_STATUS_REASON_MARKET_WIDE_HALT_LEVEL_3, "market_wide_halt_level_3"},
};

inline constexpr enum_name feed_condition_names[] = {
    {TICKHUB_FEED_CONDITION_LIVE, "live"},
    {TICKHUB_FEED_CONDITION_STALE, "stale"},
    {TICKHUB_FEED_CONDITION_RECOVERING, "recovering"},
    {TICKHUB_FEED_CONDITION_REPLAY, "replay"},
    {TICKHUB_FEED_CONDITION_PAUSED, "paused"},
    {TICKHUB_FEED_CONDITION_ENDED, "ended"},
};

inline constexpr enum_name reset_reason_names[] = {
    {TICKHUB_RESET_REASON_SEEK, "seek"},
    {TICKHUB_RESET_REASON_LOOP, "loop"},
    {TICKHUB_RESET_REASON_NEW_DAY, "new_day"},
    {TICKHUB_RESET_REASON_RESTART, "restart"},
};

inline constexpr enum_name trade_action_names[] = {
    {TICKHUB_TRADE_ACTION_NEW, "new"},
    {TICKHUB_TRADE_ACTION_CORRECTION, "correction"},
    {TICKHUB_TRADE_ACTION_CANCEL, "cancel"},
};

inline constexpr enum_name mbo_action_names[] = {
    {TICKHUB_MBO_ACTION_ADD, "add"},     {TICKHUB_MBO_ACTION_CANCEL, "cancel"}, {TICKHUB_MBO_ACTION_MODIFY, "modify"},
    {TICKHUB_MBO_ACTION_CLEAR, "clear"}, {TICKHUB_MBO_ACTION_TRADE, "trade"},   {TICKHUB_MBO_ACTION_FILL, "fill"},
};

inline constexpr enum_name book_kind_names[] = {
    {TICKHUB_BOOK_KIND_SNAPSHOT, "snapshot"},
    {TICKHUB_BOOK_KIND_UPDATE, "update"},
};

/// Of news and corporate actions.
inline constexpr enum_name item_action_names[] = {
    {TICKHUB_ITEM_ACTION_NEW, "new"},
    {TICKHUB_ITEM_ACTION_CORRECTION, "correction"},
    {TICKHUB_ITEM_ACTION_WITHDRAWAL, "withdrawal"},
};

inline constexpr enum_name severity_names[] = {
    {TICKHUB_SEVERITY_INFO, "info"},
    {TICKHUB_SEVERITY_WARNING, "warning"},
    {TICKHUB_SEVERITY_CRITICAL, "critical"},
};

inline constexpr enum_name corporate_action_names[] = {
    {TICKHUB_CORPORATE_ACTION_DIVIDEND, "dividend"},
    {TICKHUB_CORPORATE_ACTION_SPLIT, "split"},
    {TICKHUB_CORPORATE_ACTION_BONUS, "bonus"},
    {TICKHUB_CORPORATE_ACTION_EARNINGS, "earnings"},
};

inline constexpr enum_name gap_reason_names[] = {
    {TICKHUB_GAP_REASON_INBOX_FULL, "inbox_full"},
    {TICKHUB_GAP_REASON_SLOW_CLIENT, "slow_client"},
    {TICKHUB_GAP_REASON_QUARANTINED, "quarantined"},
    {TICKHUB_GAP_REASON_NOT_RUNNING, "not_running"},
};

} // namespace tickhub
