// What routing needs to know about a kind of record: its class, its size, and what two of them share when the later
// makes the earlier worthless.
#pragma once

#include <tickhub/events.hpp>

#include <array>
#include <cstdint>

namespace tickhub::routing {

/// A set of record kinds: bit n stands for record number n.
using record_mask = std::uint64_t;

[[nodiscard]] constexpr record_mask mask_of(std::uint8_t record) noexcept {
    return record_mask{1} << record;
}

inline constexpr record_mask private_records =
    mask_of(TICKHUB_RECORD_EXECUTION_REPORT) | mask_of(TICKHUB_RECORD_PORTFOLIO);

/// Every record that may travel on a route: what a route without `select` carries.
inline constexpr record_mask public_records =
    (mask_of(TICKHUB_RECORD_COUNT) - 1) & ~mask_of(TICKHUB_RECORD_NONE) & ~private_records;

/// Records whose latest one says it all. ohlcv is among them only while its bar is forming: see is_state.
inline constexpr record_mask state_records = mask_of(TICKHUB_RECORD_DEFINITION) | mask_of(TICKHUB_RECORD_STATUS) |
                                             mask_of(TICKHUB_RECORD_FEED_STATUS) | mask_of(TICKHUB_RECORD_BBO) |
                                             mask_of(TICKHUB_RECORD_TICKER) | mask_of(TICKHUB_RECORD_OHLCV) |
                                             mask_of(TICKHUB_RECORD_INDEX) | mask_of(TICKHUB_RECORD_MOVERS) |
                                             mask_of(TICKHUB_RECORD_IMBALANCE) | mask_of(TICKHUB_RECORD_STATISTICS);

[[nodiscard]] constexpr bool contains(record_mask mask, std::uint8_t record) noexcept {
    return record < 64 && ((mask >> record) & 1U) != 0;
}

/// Bytes of the struct of each record, without its variable part; 0 for what has no struct.
inline constexpr std::array<std::uint32_t, TICKHUB_RECORD_COUNT> struct_size = [] {
    std::array<std::uint32_t, TICKHUB_RECORD_COUNT> size{};
    size[TICKHUB_RECORD_DEFINITION] = sizeof(tickhub_definition);
    size[TICKHUB_RECORD_STATUS] = sizeof(tickhub_status_record);
    size[TICKHUB_RECORD_FEED_STATUS] = sizeof(tickhub_feed_status);
    size[TICKHUB_RECORD_RESET] = sizeof(tickhub_reset);
    size[TICKHUB_RECORD_TRADES] = sizeof(tickhub_trade);
    size[TICKHUB_RECORD_BBO] = sizeof(tickhub_bbo);
    size[TICKHUB_RECORD_MBO] = sizeof(tickhub_mbo);
    size[TICKHUB_RECORD_BOOK] = sizeof(tickhub_book);
    size[TICKHUB_RECORD_TICKER] = sizeof(tickhub_ticker);
    size[TICKHUB_RECORD_OHLCV] = sizeof(tickhub_ohlcv);
    size[TICKHUB_RECORD_INDEX] = sizeof(tickhub_index);
    size[TICKHUB_RECORD_MOVERS] = sizeof(tickhub_movers);
    size[TICKHUB_RECORD_IMBALANCE] = sizeof(tickhub_imbalance);
    size[TICKHUB_RECORD_STATISTICS] = sizeof(tickhub_statistics);
    size[TICKHUB_RECORD_NEWS] = sizeof(tickhub_news);
    size[TICKHUB_RECORD_ALERT] = sizeof(tickhub_alert);
    size[TICKHUB_RECORD_CORPORATE_ACTION] = sizeof(tickhub_corporate_action);
    size[TICKHUB_RECORD_NOTICE] = sizeof(tickhub_notice);
    size[TICKHUB_RECORD_GAP] = sizeof(tickhub_gap);
    return size;
}();

/// Of class state now: a later record of the same key makes this one worthless. The record is valid. [any thread]
[[nodiscard]] inline bool is_state(tickhub_event_header const& record) noexcept {
    if (!contains(state_records, record.record))
        return false;
    return record.record != TICKHUB_RECORD_OHLCV || reinterpret_cast<tickhub_ohlcv const&>(record).is_final == 0;
}

/// What tells apart states of one record kind and instrument: the interval of a bar, a hash of the universe of movers
/// (64 bits of FNV-1a: a collision is possible and harmless in practice); 0 for all others. [any thread]
[[nodiscard]] inline std::uint64_t state_detail(tickhub_event_header const& record) noexcept {
    event const e{record};
    if (auto const* bar = e.as<tickhub_ohlcv>())
        return bar->interval;
    std::uint64_t hash = 0;
    if (auto const* movers = e.as<tickhub_movers>()) {
        hash = 0xcbf29ce484222325U;
        for (char c : e.text(movers->universe))
            hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    return hash;
}

} // namespace tickhub::routing
