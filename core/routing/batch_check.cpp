#include "routing/batch_check.hpp"

#include "routing/instrument_table.hpp"
#include "routing/record_traits.hpp"

#include <tickhub/record.hpp>

namespace tickhub::routing {

namespace {

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
    return valid_record(record, room) ? batch_fault::none : batch_fault::malformed;
}

/// Kinds without texts and arrays.
constexpr record_mask plain_records =
    public_records & ~(mask_of(TICKHUB_RECORD_DEFINITION) | mask_of(TICKHUB_RECORD_FEED_STATUS) |
                       mask_of(TICKHUB_RECORD_BOOK) | mask_of(TICKHUB_RECORD_MOVERS) | mask_of(TICKHUB_RECORD_NEWS) |
                       mask_of(TICKHUB_RECORD_ALERT) | mask_of(TICKHUB_RECORD_NOTICE) | mask_of(TICKHUB_RECORD_GAP));

/// Nearly every record is no more than its struct: one look says that nothing is wrong.
bool is_plain_and_sound(tickhub_event_header const& record, std::uint64_t room) {
    return contains(plain_records, record.record) && record.size == struct_size[record.record] && record.size <= room &&
           record.instrument_id <= instrument_table::limit;
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
    case batch_fault::malformed:
        return "a field, text or array of the record breaks the rules of events.h";
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
        if (!is_plain_and_sound(record, left)) {
            if (auto const fault = fault_of(record, left); fault != batch_fault::none)
                return {fault, i};
        }
        at += record.size;
        left -= record.size;
    }
    return left == 0 ? batch_verdict{} : batch_verdict{batch_fault::bad_count, batch.count};
}

} // namespace tickhub::routing
