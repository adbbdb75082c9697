// What clients can subscribe to. A topic is a record type, and is named and numbered like it.
#pragma once

#include <tickhub/record.hpp>

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace tickhub::sse_broadcaster {

/// A set of record types.
class topic_set {
public:
    constexpr topic_set() noexcept = default;
    constexpr topic_set(std::initializer_list<std::uint8_t> records) noexcept {
        for (auto const record : records)
            insert(record);
    }
    constexpr void insert(std::uint8_t record) noexcept { bits_ |= 1u << record; }
    [[nodiscard]] constexpr bool contains(std::uint8_t record) const noexcept {
        return record < TICKHUB_RECORD_COUNT && (bits_ >> record & 1u) != 0;
    }
    friend constexpr topic_set operator&(topic_set a, topic_set b) noexcept {
        a.bits_ &= b.bits_;
        return a;
    }
    friend constexpr bool operator==(topic_set, topic_set) noexcept = default;

private:
    static_assert(TICKHUB_RECORD_COUNT <= 32);
    std::uint32_t bits_ = 0;
};

/// What this plugin can serve, in the order in which a client gets the current state. `book` is not among them: its
/// deltas need a snapshot drawn for each client. `mbo` stays inside the hub, and `notice` is for operators.
inline constexpr std::array<std::uint8_t, 15> servable_topics = {
    TICKHUB_RECORD_DEFINITION, TICKHUB_RECORD_STATUS,           TICKHUB_RECORD_FEED_STATUS, TICKHUB_RECORD_RESET,
    TICKHUB_RECORD_TICKER,     TICKHUB_RECORD_TRADES,           TICKHUB_RECORD_BBO,         TICKHUB_RECORD_OHLCV,
    TICKHUB_RECORD_INDEX,      TICKHUB_RECORD_MOVERS,           TICKHUB_RECORD_NEWS,        TICKHUB_RECORD_ALERT,
    TICKHUB_RECORD_IMBALANCE,  TICKHUB_RECORD_CORPORATE_ACTION, TICKHUB_RECORD_STATISTICS,
};

/// What every client gets, as far as it is served, whatever it subscribed to: without these it can't read the rest.
inline constexpr topic_set implied_topics = {TICKHUB_RECORD_DEFINITION, TICKHUB_RECORD_STATUS,
                                             TICKHUB_RECORD_FEED_STATUS, TICKHUB_RECORD_RESET};

/// What a `reset` of a publisher doesn't end: instruments, and how the feed itself is doing.
inline constexpr topic_set outlives_reset = {TICKHUB_RECORD_DEFINITION, TICKHUB_RECORD_FEED_STATUS};

/// Whether records of the topic are numbered and can be missed, rather than only be out of date. [any thread]
constexpr bool is_event_topic(std::uint8_t record) noexcept {
    return delivery_class_of(record) == delivery_class::event;
}

/// What a client is told about when it comes back: its event topics, and gaps in what the hub was told.
[[nodiscard]] inline std::vector<std::string_view> resumable_topics(topic_set topics) {
    std::vector<std::string_view> names;
    for (auto const record : servable_topics) {
        if (topics.contains(record) && is_event_topic(record))
            names.push_back(record_name(record));
    }
    names.push_back(record_name(TICKHUB_RECORD_GAP));
    return names;
}

} // namespace tickhub::sse_broadcaster
