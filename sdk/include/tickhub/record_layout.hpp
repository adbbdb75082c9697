// Asserts what events.h promises of its structs: what one compiler writes, every other reads.
#pragma once

#include "tickhub/events.h"

#include <cstddef>
#include <type_traits>

namespace tickhub::detail {

/// No implicit padding: were there any, two equal records could differ in their bytes. A type has unique object
/// representations just when it is trivially copyable and has no padding.
template <class Part>
inline constexpr bool is_tight = std::is_standard_layout_v<Part>&& std::has_unique_object_representations_v<Part> &&
                                 sizeof(Part) % 8 == 0;

template <class Record>
inline constexpr bool is_record = is_tight<Record>&& offsetof(Record, header) == 0 && alignof(Record) == 8 &&
                                  sizeof(Record) <= TICKHUB_MAX_RECORD_SIZE;

static_assert(is_tight<tickhub_event_header> && sizeof(tickhub_event_header) == 40);
static_assert(is_tight<tickhub_money> && sizeof(tickhub_money) == 16);
static_assert(is_tight<tickhub_text_ref> && is_tight<tickhub_array_ref>);
static_assert(is_tight<tickhub_book_level> && is_tight<tickhub_mover>);

static_assert(is_record<tickhub_definition>);
static_assert(is_record<tickhub_status_record>);
static_assert(is_record<tickhub_feed_status>);
static_assert(is_record<tickhub_reset>);
static_assert(is_record<tickhub_trade>);
static_assert(is_record<tickhub_bbo>);
static_assert(is_record<tickhub_mbo>);
static_assert(is_record<tickhub_book>);
static_assert(is_record<tickhub_ticker>);
static_assert(is_record<tickhub_ohlcv>);
static_assert(is_record<tickhub_index>);
static_assert(is_record<tickhub_movers>);
static_assert(is_record<tickhub_imbalance>);
static_assert(is_record<tickhub_statistics>);
static_assert(is_record<tickhub_news>);
static_assert(is_record<tickhub_alert>);
static_assert(is_record<tickhub_corporate_action>);
static_assert(is_record<tickhub_notice>);
static_assert(is_record<tickhub_gap>);

} // namespace tickhub::detail
