// What a well-formed record is: the one place that decides it, for the hub's routing and for the encoder.
#pragma once

#include "tickhub/calendar.hpp"
#include "tickhub/enum_names.hpp"
#include "tickhub/events.h"
#include "tickhub/events.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace tickhub {

/// Whether a public record keeps the rules of events.h, so that reading any field or reference of it is safe and means
/// something: its size fits its kind, texts and arrays lie behind the struct and within the record, enums have known
/// values, dates exist, and reserved bytes and unknown flags are zero. Values are the author's: a negative price is
/// fine, and text need not be UTF-8. Private records have no layout yet, and aren't valid.
///
/// available: bytes that may be read at header, at least 8-aligned; a record larger than that isn't valid. [any thread]
inline bool valid_record(tickhub_event_header const& header, std::size_t available);

/// The same where header.size bytes are known to be there, but at least a header's. [any thread]
inline bool valid_record(tickhub_event_header const& header) {
    return valid_record(header, header.size);
}

// ---------------------------------------------------------------------------------------------------------------------

namespace detail {

template <std::size_t Size>
bool all_zero(std::uint8_t const (&reserved)[Size]) {
    constexpr std::uint8_t zeros[Size] = {};
    return std::memcmp(reserved, zeros, Size) == 0;
}

/// yyyymmdd, 0 = none.
constexpr bool valid_date(std::uint32_t date) {
    return date == 0 || is_date(date);
}

/// Checks the references of one record against its bounds.
class reference_checker {
public:
    reference_checker(tickhub_event_header const& header, std::size_t fixed_size)
        : header_{&header}
        , fixed_size_{fixed_size} {}

    template <class... Refs>
    bool texts(Refs const&... refs) const {
        std::uint64_t const total = (std::uint64_t{0} + ... + refs.size);
        return total <= TICKHUB_MAX_TEXT_SIZE && (inside(refs.offset, refs.size) && ...);
    }
    /// Whether the array lies inside; its items are then safe to read.
    template <class Item>
    bool array(tickhub_array_ref ref) const {
        return ref.offset % 8 == 0 && inside(ref.offset, std::uint64_t{ref.count} * sizeof(Item));
    }
    /// The items of an array that lies inside.
    template <class Item>
    std::span<Item const> items(tickhub_array_ref ref) const {
        if (ref.count == 0) {
            return {};
        }
        return {reinterpret_cast<Item const*>(reinterpret_cast<char const*>(header_) + ref.offset), ref.count};
    }
    /// An array of items that have a reserved word.
    template <class Item>
    bool array_with_reserved(tickhub_array_ref ref) const {
        if (!array<Item>(ref)) {
            return false;
        }
        for (Item const& item : items<Item>(ref)) {
            if (item.reserved != 0) {
                return false;
            }
        }
        return true;
    }

private:
    /// An empty one may lie anywhere: its offset means nothing.
    bool inside(std::uint64_t offset, std::uint64_t size) const {
        return size == 0 || (offset >= fixed_size_ && offset <= header_->size && size <= header_->size - offset);
    }

    tickhub_event_header const* header_;
    std::size_t fixed_size_;
};

inline bool valid_fields(tickhub_definition const& r, reference_checker const& refs) {
    return refs.texts(r.symbol, r.name, r.isin, r.sector, r.currency) && r.quantity_decimals <= 8 &&
           is_known(instrument_class_names, r.instrument_class) && all_zero(r.reserved);
}
inline bool valid_fields(tickhub_status_record const& r, reference_checker const&) {
    return is_known(status_action_names, r.action) && is_known(status_reason_names, r.reason) && all_zero(r.reserved);
}
inline bool valid_fields(tickhub_feed_status const& r, reference_checker const& refs) {
    return refs.texts(r.publisher) && is_known(feed_condition_names, r.condition) && all_zero(r.reserved);
}
inline bool valid_fields(tickhub_reset const& r, reference_checker const&) {
    return is_known(reset_reason_names, r.reason) && all_zero(r.reserved);
}
inline bool valid_fields(tickhub_trade const& r, reference_checker const&) {
    return is_known(trade_action_names, r.action) && is_known(side_names, r.side) && all_zero(r.reserved);
}
inline bool valid_fields(tickhub_bbo const&, reference_checker const&) {
    return true;
}
inline bool valid_fields(tickhub_mbo const& r, reference_checker const&) {
    return is_known(mbo_action_names, r.action) && is_known(side_names, r.side) && all_zero(r.reserved);
}
inline bool valid_fields(tickhub_book const& r, reference_checker const& refs) {
    return is_known(book_kind_names, r.kind) && all_zero(r.reserved) &&
           refs.array_with_reserved<tickhub_book_level>(r.bids) && refs.array_with_reserved<tickhub_book_level>(r.asks);
}
inline bool valid_fields(tickhub_ticker const& r, reference_checker const&) {
    return valid_date(r.trading_date);
}
inline bool valid_fields(tickhub_ohlcv const& r, reference_checker const&) {
    return r.is_final <= 1 && all_zero(r.reserved);
}
inline bool valid_fields(tickhub_index const&, reference_checker const&) {
    return true;
}
inline bool valid_fields(tickhub_movers const& r, reference_checker const& refs) {
    return refs.texts(r.universe) && refs.array_with_reserved<tickhub_mover>(r.gainers) &&
           refs.array_with_reserved<tickhub_mover>(r.losers) && refs.array_with_reserved<tickhub_mover>(r.most_active);
}
inline bool valid_fields(tickhub_imbalance const& r, reference_checker const&) {
    return is_known(side_names, r.side) && all_zero(r.reserved);
}
inline bool valid_fields(tickhub_statistics const&, reference_checker const&) {
    return true;
}
inline bool valid_fields(tickhub_news const& r, reference_checker const& refs) {
    if (!refs.texts(r.headline, r.summary, r.author, r.source, r.url) || !refs.array<std::uint64_t>(r.symbols) ||
        !is_known(item_action_names, r.action) || !all_zero(r.reserved)) {
        return false;
    }
    for (std::uint64_t const id : refs.items<std::uint64_t>(r.symbols)) {
        if (id > UINT32_MAX) {
            return false;
        }
    }
    return true;
}
inline bool valid_fields(tickhub_alert const& r, reference_checker const& refs) {
    return refs.texts(r.rule, r.text) && is_known(severity_names, r.severity) && all_zero(r.reserved);
}
inline bool valid_fields(tickhub_corporate_action const& r, reference_checker const&) {
    return is_known(item_action_names, r.action) && is_known(corporate_action_names, r.kind) && valid_date(r.ex_date) &&
           all_zero(r.reserved);
}
inline bool valid_fields(tickhub_notice const& r, reference_checker const& refs) {
    return refs.texts(r.component, r.code, r.text) && is_known(severity_names, r.severity) && all_zero(r.reserved);
}
inline bool valid_fields(tickhub_gap const& r, reference_checker const& refs) {
    return refs.texts(r.topic) && is_known(gap_reason_names, r.reason) && all_zero(r.reserved);
}

/// Records whose size may exceed their struct's.
template <class Record>
inline constexpr bool has_variable_part = false;
template <>
inline constexpr bool has_variable_part<tickhub_definition> = true;
template <>
inline constexpr bool has_variable_part<tickhub_feed_status> = true;
template <>
inline constexpr bool has_variable_part<tickhub_book> = true;
template <>
inline constexpr bool has_variable_part<tickhub_movers> = true;
template <>
inline constexpr bool has_variable_part<tickhub_news> = true;
template <>
inline constexpr bool has_variable_part<tickhub_alert> = true;
template <>
inline constexpr bool has_variable_part<tickhub_notice> = true;
template <>
inline constexpr bool has_variable_part<tickhub_gap> = true;

} // namespace detail

/// Calls visit(record) with the header as the struct of its kind, whose bytes are known to be there; false, without a
/// call, for private and unknown kinds. [any thread]
template <class Visit>
bool visit_record(tickhub_event_header const& header, Visit visit) {
    auto const as = [&header, &visit]<class Record>(Record const*) {
        visit(reinterpret_cast<Record const&>(header));
        return true;
    };
    switch (header.record) {
    case TICKHUB_RECORD_DEFINITION:
        return as(static_cast<tickhub_definition const*>(nullptr));
    case TICKHUB_RECORD_STATUS:
        return as(static_cast<tickhub_status_record const*>(nullptr));
    case TICKHUB_RECORD_FEED_STATUS:
        return as(static_cast<tickhub_feed_status const*>(nullptr));
    case TICKHUB_RECORD_RESET:
        return as(static_cast<tickhub_reset const*>(nullptr));
    case TICKHUB_RECORD_TRADES:
        return as(static_cast<tickhub_trade const*>(nullptr));
    case TICKHUB_RECORD_BBO:
        return as(static_cast<tickhub_bbo const*>(nullptr));
    case TICKHUB_RECORD_MBO:
        return as(static_cast<tickhub_mbo const*>(nullptr));
    case TICKHUB_RECORD_BOOK:
        return as(static_cast<tickhub_book const*>(nullptr));
    case TICKHUB_RECORD_TICKER:
        return as(static_cast<tickhub_ticker const*>(nullptr));
    case TICKHUB_RECORD_OHLCV:
        return as(static_cast<tickhub_ohlcv const*>(nullptr));
    case TICKHUB_RECORD_INDEX:
        return as(static_cast<tickhub_index const*>(nullptr));
    case TICKHUB_RECORD_MOVERS:
        return as(static_cast<tickhub_movers const*>(nullptr));
    case TICKHUB_RECORD_IMBALANCE:
        return as(static_cast<tickhub_imbalance const*>(nullptr));
    case TICKHUB_RECORD_STATISTICS:
        return as(static_cast<tickhub_statistics const*>(nullptr));
    case TICKHUB_RECORD_NEWS:
        return as(static_cast<tickhub_news const*>(nullptr));
    case TICKHUB_RECORD_ALERT:
        return as(static_cast<tickhub_alert const*>(nullptr));
    case TICKHUB_RECORD_CORPORATE_ACTION:
        return as(static_cast<tickhub_corporate_action const*>(nullptr));
    case TICKHUB_RECORD_NOTICE:
        return as(static_cast<tickhub_notice const*>(nullptr));
    case TICKHUB_RECORD_GAP:
        return as(static_cast<tickhub_gap const*>(nullptr));
    default:
        return false;
    }
}

inline bool valid_record(tickhub_event_header const& header, std::size_t available) {
    constexpr unsigned known_flags = TICKHUB_FLAG_LAST | TICKHUB_FLAG_TOB | TICKHUB_FLAG_SNAPSHOT | TICKHUB_FLAG_MBP |
                                     TICKHUB_FLAG_BAD_TS | TICKHUB_FLAG_MAYBE_BAD_BOOK;
    if (available < sizeof header || header.size < sizeof header || header.size > available || header.size % 8 != 0 ||
        header.size > TICKHUB_MAX_RECORD_SIZE || header.reserved != 0 || (header.flags & ~known_flags) != 0) {
        return false;
    }
    bool valid = false;
    visit_record(header, [&]<class Record>(Record const& record) {
        bool const size_fits =
            detail::has_variable_part<Record> ? header.size >= sizeof(Record) : header.size == sizeof(Record);
        valid = size_fits && detail::valid_fields(record, detail::reference_checker{header, sizeof(Record)});
    });
    return valid;
}

} // namespace tickhub
