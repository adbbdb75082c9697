// What holds for a kind of record: its name, its delivery class, who may see it, and what a well-formed one is.
#pragma once

#include "tickhub/enum_names.hpp"
#include "tickhub/events.h"
#include "tickhub/record_layout.hpp"
#include "tickhub/record_validation.hpp"

#include <cstdint>
#include <string_view>

namespace tickhub {

/// The record's name, as in JSON and in routes; empty for a number that no record has. [any thread]
constexpr std::string_view record_name(std::uint8_t record) {
    return name_of(record_names, record);
}

/// TICKHUB_RECORD_NONE when no record has that name. [any thread]
constexpr std::uint8_t record_from_name(std::string_view name) {
    return value_of(record_names, name);
}

/// Whether records of this kind never travel on routes. [any thread]
constexpr bool is_private(std::uint8_t record) {
    return record == TICKHUB_RECORD_EXECUTION_REPORT || record == TICKHUB_RECORD_PORTFOLIO;
}

/// What may happen to records that a reader is too slow to take.
enum class delivery_class : std::uint8_t {
    none,  ///< no such record
    state, ///< the newest replaces those before it
    keyed, ///< a chain of changes; once broken, a snapshot begins a new one
    event, ///< each counts; what is lost is told as a gap
};

/// The class of a kind of record. That of ohlcv depends on the record: here it is event, that of final bars, the
/// stronger promise. [any thread]
constexpr delivery_class delivery_class_of(std::uint8_t record) {
    switch (record) {
    case TICKHUB_RECORD_DEFINITION:
    case TICKHUB_RECORD_STATUS:
    case TICKHUB_RECORD_FEED_STATUS:
    case TICKHUB_RECORD_BBO:
    case TICKHUB_RECORD_TICKER:
    case TICKHUB_RECORD_INDEX:
    case TICKHUB_RECORD_MOVERS:
    case TICKHUB_RECORD_IMBALANCE:
    case TICKHUB_RECORD_STATISTICS:
    case TICKHUB_RECORD_PORTFOLIO:
        return delivery_class::state;
    case TICKHUB_RECORD_BOOK:
        return delivery_class::keyed;
    case TICKHUB_RECORD_RESET:
    case TICKHUB_RECORD_TRADES:
    case TICKHUB_RECORD_MBO:
    case TICKHUB_RECORD_OHLCV:
    case TICKHUB_RECORD_NEWS:
    case TICKHUB_RECORD_ALERT:
    case TICKHUB_RECORD_CORPORATE_ACTION:
    case TICKHUB_RECORD_EXECUTION_REPORT:
    case TICKHUB_RECORD_NOTICE:
    case TICKHUB_RECORD_GAP:
        return delivery_class::event;
    default:
        return delivery_class::none;
    }
}

/// The class of one valid record: a bar is state while it forms, an event once it is final. [any thread]
inline delivery_class delivery_class_of(tickhub_event_header const& header) {
    if (header.record == TICKHUB_RECORD_OHLCV && reinterpret_cast<tickhub_ohlcv const&>(header).is_final == 0) {
        return delivery_class::state;
    }
    return delivery_class_of(header.record);
}

} // namespace tickhub
