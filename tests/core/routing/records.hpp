// Records, batches and inboxes for the tests of routing.
#pragma once

#include "routing/inbox.hpp"
#include "routing/publisher.hpp"

#include <tickhub/events.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace tickhub::routing::testing {

inline tickhub_trade trade(tickhub_instrument_id instrument, std::uint64_t id) {
    auto record = make_record<tickhub_trade>(instrument, 1'000 + id);
    record.trade_id = id;
    record.action = TICKHUB_TRADE_ACTION_NEW;
    return record;
}

inline tickhub_ticker ticker(tickhub_instrument_id instrument, tickhub_price price) {
    auto record = make_record<tickhub_ticker>(instrument, 1'000);
    record.last_price = price;
    return record;
}

inline tickhub_ohlcv bar(tickhub_instrument_id instrument, std::uint64_t interval, tickhub_timestamp open_time,
                         std::uint8_t is_final) {
    auto record = make_record<tickhub_ohlcv>(instrument, open_time);
    record.interval = interval;
    record.is_final = is_final;
    return record;
}

inline void add_definition(batch_builder& batch, tickhub_instrument_id instrument, std::string const& name) {
    batch.add(make_record<tickhub_definition>(instrument, 1'000), {{&tickhub_definition::name, name}});
}

inline void add_news(batch_builder& batch, std::string const& headline) {
    batch.add(make_record<tickhub_news>(0, 1'000), {{&tickhub_news::headline, headline}});
}

/// A batch of trades with ids first, first + 1, …
inline batch_builder trades(std::uint64_t first, std::uint32_t count) {
    batch_builder batch;
    for (std::uint32_t i = 0; i != count; ++i)
        batch.add(trade(1, first + i).header);
    return batch;
}

/// One taken record, kept.
struct seen {
    std::uint8_t record;
    std::uint16_t publisher;
    std::uint64_t sequence;
    std::vector<char> bytes;

    template <class Record>
    [[nodiscard]] Record const& as() const {
        return *reinterpret_cast<Record const*>(bytes.data());
    }
    [[nodiscard]] bool is_gap() const { return record == TICKHUB_RECORD_GAP && sequence == 0; }
};

/// Takes and releases until nothing is left.
inline std::vector<seen> drain(inbox& from) {
    std::vector<seen> all;
    while (true) {
        tickhub_batch const batch = from.take(256, 1U << 20U);
        if (batch.count == 0)
            return all;
        for (event const e : event_batch{batch})
            all.push_back({e.record(), e.header().publisher_id, e.header().sequence,
                           std::vector<char>(e.bytes().begin(), e.bytes().end())});
        from.release();
    }
}

inline std::vector<std::uint64_t> sequences(std::vector<seen> const& records) {
    std::vector<std::uint64_t> found;
    for (seen const& r : records)
        found.push_back(r.sequence);
    return found;
}

/// One publisher (1) and one inbox (2) between which the rules stand, open.
struct pair {
    explicit pair(inbox_limits limits, std::vector<edge_rule> rules, record_mask cached = 0)
        : to{2, limits, std::move(rules)}
        , from{1, cached} {
        from.connect(to);
        batch_builder none;
        from.prime(to, none);
    }
    pair(inbox_limits limits, when_full policy) : pair{limits, {{1, 0, selection{}, policy}}} {}

    publish_result publish(batch_builder const& batch) { return from.publish(batch.raw(), 7, nullptr); }
    template <class Record>
    publish_result publish(Record const& record) {
        batch_builder batch;
        batch.add(record.header);
        return publish(batch);
    }
    edge_accounts books(std::size_t edge = 0) { return to.accounts()[edge]; }

    inbox to;
    publisher from;
};

} // namespace tickhub::routing::testing
