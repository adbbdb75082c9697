#pragma once

#include <tickhub/events.h>
#include <tickhub/events.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace tests {

/// A record with its variable part, in memory of its own. Texts and arrays are appended one after the other.
class record_buffer {
public:
    template <class Record>
    explicit record_buffer(Record const& record) : words_(sizeof(Record) / 8) {
        std::memcpy(words_.data(), &record, sizeof(Record));
    }

    /// Appends a text and has the record's field refer to it.
    template <class Record>
    record_buffer& text(tickhub_text_ref Record::*field, std::string_view value) {
        auto const offset = append(value.data(), value.size());
        as<Record>().*field = {offset, static_cast<std::uint32_t>(value.size())};
        return *this;
    }
    /// Appends an array and has the record's field refer to it.
    template <class Record, class Item>
    record_buffer& array(tickhub_array_ref Record::*field, std::vector<Item> const& items) {
        auto const offset = append(items.data(), items.size() * sizeof(Item));
        as<Record>().*field = {offset, static_cast<std::uint32_t>(items.size())};
        return *this;
    }

    template <class Record>
    Record& as() {
        return reinterpret_cast<Record&>(*words_.data());
    }
    tickhub_event_header& header() { return as<tickhub_event_header>(); }
    tickhub_event_header const& header() const { return reinterpret_cast<tickhub_event_header const&>(*words_.data()); }

private:
    std::uint32_t append(void const* bytes, std::size_t size) {
        std::size_t const offset = words_.size() * 8;
        words_.resize(words_.size() + (size + 7) / 8);
        if (size != 0) {
            std::memcpy(reinterpret_cast<char*>(words_.data()) + offset, bytes, size);
        }
        header().size = static_cast<std::uint32_t>(words_.size() * 8);
        return static_cast<std::uint32_t>(offset);
    }

    std::vector<std::uint64_t> words_; // aligned as records are
};

} // namespace tests
