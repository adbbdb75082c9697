#include "routing/batch_check.hpp"

#include "routing/instrument_table.hpp"
#include "routing/record_traits.hpp"

#include <initializer_list>

namespace tickhub::routing {

namespace {

bool inside(tickhub_event_header const& record, std::uint64_t offset, std::uint64_t bytes) {
    return offset >= struct_size[record.record] && offset + bytes <= record.size;
}

bool texts_fit(tickhub_event_header const& record, std::initializer_list<tickhub_text_ref> texts) {
    std::uint64_t total = 0;
    for (auto const& text : texts) {
        if (text.size != 0 && !inside(record, text.offset, text.size))
            return false;
        total += text.size;
    }
    return total <= TICKHUB_MAX_TEXT_SIZE;
}

template <class Item>
bool arrays_fit(tickhub_event_header const& record, std::initializer_list<tickhub_array_ref> arrays) {
    for (auto const& array : arrays) {
        std::uint64_t const bytes = std::uint64_t{array.count} * sizeof(Item);
        if (array.count != 0 && (array.offset % 8 != 0 || !inside(record, array.offset, bytes)))
            return false;
    }
    return true;
}

template <class Record>
Record const& as(tickhub_event_header const& record) {
    return reinterpret_cast<Record const&>(record);
}

bool references_fit(tickhub_event_header const& record) {
    switch (record.record) {
    case TICKHUB_RECORD_DEFINITION: {
        auto const& r = as<tickhub_definition>(record);
        return texts_fit(record, {r.symbol, r.name, r.isin, r.sector, r.currency});
    }
    case TICKHUB_RECORD_FEED_STATUS:
        return texts_fit(record, {as<tickhub_feed_status>(record).publisher});
    case TICKHUB_RECORD_BOOK: {
        auto const& r = as<tickhub_book>(record);
        return arrays_fit<tickhub_book_level>(record, {r.bids, r.asks});
    }
    case TICKHUB_RECORD_MOVERS: {
        auto const& r = as<tickhub_movers>(record);
        return texts_fit(record, {r.universe}) &&
               arrays_fit<tickhub_mover>(record, {r.gainers, r.losers, r.most_active});
    }
    case TICKHUB_RECORD_NEWS: {
        auto const& r = as<tickhub_news>(record);
        return texts_fit(record, {r.headline, r.summary, r.author, r.source, r.url}) &&
               arrays_fit<std::uint64_t>(record, {r.symbols});
    }
    case TICKHUB_RECORD_ALERT: {
        auto const& r = as<tickhub_alert>(record);
        return texts_fit(record, {r.rule, r.text});
    }
    case TICKHUB_RECORD_NOTICE: {
        auto const& r = as<tickhub_notice>(record);
        return texts_fit(record, {r.component, r.code, r.text});
    }
    case TICKHUB_RECORD_GAP:
        return texts_fit(record, {as<tickhub_gap>(record).topic});
    default:
        return true;
    }
}

batch_fault fault_of(tickhub_event_header const& record, std::uint64_t room) {
    if (record.size % 8 != 0 || record.size < sizeof(tickhub_event_header) || record.size > TICKHUB_MAX_RECORD_SIZE)
        return batch_fault::bad_size;
    if (record.size > room)
        return batch_fault::bad_count;
    if (contains(private_records, record.record))
        return batch_fault::private_record;
    if (!contains(public_records, record.record))
        return batch_fault::unknown_record;
    if (record.size < struct_size[record.record])
        return batch_fault::bad_size;
    if (record.instrument_id > instrument_table::limit)
        return batch_fault::unknown_instrument;
    return references_fit(record) ? batch_fault::none : batch_fault::bad_reference;
}

} // namespace

std::string_view describe(batch_fault fault) noexcept {
    switch (fault) {
    case batch_fault::none:
        return "nothing is wrong";
    case batch_fault::misaligned:
        return "the batch is not aligned to 8 bytes";
    case batch_fault::bad_count:
        return "the batch's count and bytes do not agree with its records";
    case batch_fault::bad_size:
        return "header.size is not a multiple of 8, below the record's struct or too large";
    case batch_fault::unknown_record:
        return "header.record is not a record of events.h";
    case batch_fault::private_record:
        return "private records never travel on routes";
    case batch_fault::unknown_instrument:
        return "header.instrument_id is no instrument";
    case batch_fault::bad_reference:
        return "a text or an array is not wholly inside its record";
    }
    return "";
}

batch_verdict check(tickhub_batch const& batch) noexcept {
    if (reinterpret_cast<std::uintptr_t>(batch.first) % 8 != 0)
        return {batch_fault::misaligned, 0};
    auto const* at = reinterpret_cast<char const*>(batch.first);
    std::uint64_t left = batch.bytes;
    for (std::uint32_t i = 0; i < batch.count; ++i) {
        if (left < sizeof(tickhub_event_header))
            return {batch_fault::bad_count, i};
        auto const& record = *reinterpret_cast<tickhub_event_header const*>(at);
        if (auto const fault = fault_of(record, left); fault != batch_fault::none)
            return {fault, i};
        at += record.size;
        left -= record.size;
    }
    return left == 0 ? batch_verdict{} : batch_verdict{batch_fault::bad_count, batch.count};
}

} // namespace tickhub::routing
