// Reading and building batches of records: what a plugin sees of events.h in C++.
#pragma once

#include "tickhub/abi.h"

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <string_view>
#include <vector>

namespace tickhub {

/// The record number of a struct of events.h: `record_number<tickhub_trade>` is TICKHUB_RECORD_TRADES.
template <class Record>
inline constexpr std::uint8_t record_number = TICKHUB_RECORD_NONE;
template <>
inline constexpr std::uint8_t record_number<tickhub_definition> = TICKHUB_RECORD_DEFINITION;
template <>
inline constexpr std::uint8_t record_number<tickhub_status_record> = TICKHUB_RECORD_STATUS;
template <>
inline constexpr std::uint8_t record_number<tickhub_feed_status> = TICKHUB_RECORD_FEED_STATUS;
template <>
inline constexpr std::uint8_t record_number<tickhub_reset> = TICKHUB_RECORD_RESET;
template <>
inline constexpr std::uint8_t record_number<tickhub_trade> = TICKHUB_RECORD_TRADES;
template <>
inline constexpr std::uint8_t record_number<tickhub_bbo> = TICKHUB_RECORD_BBO;
template <>
inline constexpr std::uint8_t record_number<tickhub_mbo> = TICKHUB_RECORD_MBO;
template <>
inline constexpr std::uint8_t record_number<tickhub_book> = TICKHUB_RECORD_BOOK;
template <>
inline constexpr std::uint8_t record_number<tickhub_ticker> = TICKHUB_RECORD_TICKER;
template <>
inline constexpr std::uint8_t record_number<tickhub_ohlcv> = TICKHUB_RECORD_OHLCV;
template <>
inline constexpr std::uint8_t record_number<tickhub_index> = TICKHUB_RECORD_INDEX;
template <>
inline constexpr std::uint8_t record_number<tickhub_movers> = TICKHUB_RECORD_MOVERS;
template <>
inline constexpr std::uint8_t record_number<tickhub_imbalance> = TICKHUB_RECORD_IMBALANCE;
template <>
inline constexpr std::uint8_t record_number<tickhub_statistics> = TICKHUB_RECORD_STATISTICS;
template <>
inline constexpr std::uint8_t record_number<tickhub_news> = TICKHUB_RECORD_NEWS;
template <>
inline constexpr std::uint8_t record_number<tickhub_alert> = TICKHUB_RECORD_ALERT;
template <>
inline constexpr std::uint8_t record_number<tickhub_corporate_action> = TICKHUB_RECORD_CORPORATE_ACTION;
template <>
inline constexpr std::uint8_t record_number<tickhub_notice> = TICKHUB_RECORD_NOTICE;
template <>
inline constexpr std::uint8_t record_number<tickhub_gap> = TICKHUB_RECORD_GAP;

/// Text as the border passes it.
[[nodiscard]] constexpr tickhub_text to_text(std::string_view text) noexcept {
    return {text.data(), text.size()};
}
/// Text from the border; borrowed as long as the border says.
[[nodiscard]] constexpr std::string_view to_view(tickhub_text text) noexcept {
    return text.size == 0 ? std::string_view{} : std::string_view{text.data, static_cast<std::size_t>(text.size)};
}

/// One record, borrowed. Cheap to copy.
class event {
public:
    explicit event(tickhub_event_header const& header) noexcept : header_{&header} {}

    [[nodiscard]] tickhub_event_header const& header() const noexcept { return *header_; }
    [[nodiscard]] std::uint8_t record() const noexcept { return header_->record; }
    [[nodiscard]] tickhub_instrument_id instrument() const noexcept { return header_->instrument_id; }

    /// The record as its struct, or nullptr when it is of another kind: `if (auto const* trade =
    /// e.as<tickhub_trade>())`.
    template <class Record>
    [[nodiscard]] Record const* as() const noexcept {
        static_assert(record_number<Record> != TICKHUB_RECORD_NONE, "not a record of events.h");
        return header_->record == record_number<Record> ? reinterpret_cast<Record const*>(header_) : nullptr;
    }

    /// A text field of this record: `e.text(news->headline)`.
    [[nodiscard]] std::string_view text(tickhub_text_ref ref) const noexcept {
        return {reinterpret_cast<char const*>(header_) + ref.offset, ref.size};
    }

    /// The bytes of the whole record.
    [[nodiscard]] std::string_view bytes() const noexcept {
        return {reinterpret_cast<char const*>(header_), header_->size};
    }

private:
    tickhub_event_header const* header_;
};

/// Records one behind the other, borrowed: `for (tickhub::event e : batch)`.
class event_batch {
public:
    explicit event_batch(tickhub_batch const& batch) noexcept : batch_{batch} {}

    class iterator {
    public:
        using value_type = event;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::input_iterator_tag;
        using pointer = void;
        using reference = event;

        explicit iterator(char const* at) noexcept : at_{at} {}
        event operator*() const noexcept { return event{*header()}; }
        iterator& operator++() noexcept {
            at_ += header()->size;
            return *this;
        }
        iterator operator++(int) noexcept {
            iterator const before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(iterator a, iterator b) noexcept { return a.at_ == b.at_; }

    private:
        [[nodiscard]] tickhub_event_header const* header() const noexcept {
            return reinterpret_cast<tickhub_event_header const*>(at_);
        }
        char const* at_;
    };

    [[nodiscard]] iterator begin() const noexcept { return iterator{reinterpret_cast<char const*>(batch_.first)}; }
    [[nodiscard]] iterator end() const noexcept {
        return iterator{reinterpret_cast<char const*>(batch_.first) + batch_.bytes};
    }
    [[nodiscard]] std::uint32_t size() const noexcept { return batch_.count; }
    [[nodiscard]] bool empty() const noexcept { return batch_.count == 0; }
    [[nodiscard]] tickhub_batch const& raw() const noexcept { return batch_; }

private:
    tickhub_batch batch_;
};

/// A fresh record of its kind: zeroed, size and record set.
template <class Record>
[[nodiscard]] Record make_record(tickhub_instrument_id instrument, tickhub_timestamp ts_event) noexcept {
    static_assert(record_number<Record> != TICKHUB_RECORD_NONE, "not a record of events.h");
    static_assert(sizeof(Record) % 8 == 0);
    Record record{};
    record.header.size = sizeof(Record);
    record.header.record = record_number<Record>;
    record.header.instrument_id = instrument;
    record.header.ts_event = ts_event;
    return record;
}

/// Collects records into one batch for host.publish. Reuse it: it keeps its memory.
class batch_builder {
public:
    explicit batch_builder(std::size_t reserve_bytes = 16 * 1024) { words_.reserve(reserve_bytes / 8); }

    /// Appends a copy of a record without variable parts, or of any whole record by its header.
    void add(tickhub_event_header const& header) {
        assert(header.size % 8 == 0 && header.size >= sizeof(tickhub_event_header));
        std::size_t const at = words_.size();
        words_.resize(at + header.size / 8);
        std::memcpy(words_.data() + at, &header, header.size);
        ++count_;
    }

    /// Appends a record with texts: each pair names a text field and what it says.
    ///     batch.add(notice, {{&tickhub_notice::code, "started"}, {&tickhub_notice::text, "…"}});
    template <class Record>
    struct text_field {
        tickhub_text_ref Record::*field;
        std::string_view text;
    };
    template <class Record>
    void add(Record const& record, std::initializer_list<text_field<Record>> texts) {
        Record filled = record;
        std::size_t size = sizeof(Record);
        for (auto const& text : texts) {
            filled.*text.field = {static_cast<std::uint32_t>(size), static_cast<std::uint32_t>(text.text.size())};
            size += text.text.size();
        }
        filled.header.size = static_cast<std::uint32_t>((size + 7) / 8 * 8);
        std::size_t const at = words_.size();
        words_.resize(at + filled.header.size / 8);
        char* out = reinterpret_cast<char*>(words_.data() + at);
        std::memcpy(out, &filled, sizeof(Record));
        out += sizeof(Record);
        for (auto const& text : texts) {
            if (!text.text.empty())
                std::memcpy(out, text.text.data(), text.text.size());
            out += text.text.size();
        }
        ++count_;
    }

    [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
    [[nodiscard]] std::uint32_t size() const noexcept { return count_; }
    [[nodiscard]] tickhub_batch raw() const noexcept {
        return {reinterpret_cast<tickhub_event_header const*>(words_.data()), words_.size() * 8, count_, 0};
    }
    [[nodiscard]] event_batch view() const noexcept { return event_batch{raw()}; }
    void clear() noexcept {
        words_.clear();
        count_ = 0;
    }

private:
    std::vector<std::uint64_t> words_;
    std::uint32_t count_ = 0;
};

} // namespace tickhub
