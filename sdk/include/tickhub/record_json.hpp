#pragma once

#include "tickhub/enum_names.hpp"
#include "tickhub/events.h"
#include "tickhub/json.hpp"
#include "tickhub/names.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tickhub::detail {

/// Writes the members of one valid record, by the rules of the data model: an undefined field is left out, and so are
/// an empty text, an id, a date or an enum that is 0. [serialised]
class record_json {
public:
    record_json(tickhub_event_header const& header, names const& names, json_writer& json)
        : header_{header}
        , names_{names}
        , json_{json}
        , quantity_decimals_{names.quantity_decimals(header.instrument_id)} {}

    /// record, symbol, publisher, sequence, ts_event, ts_recv, flags. A record's own text stands in the place of the
    /// header's name where it has one: the symbol of a definition, the publisher of a feed_status.
    void header(std::string_view own_symbol = {}, std::string_view own_publisher = {}) {
        json_.plain_key("record").plain_string(name_of(record_names, header_.record));
        text("symbol", own_symbol.empty() ? names_.symbol(header_.instrument_id) : own_symbol);
        text("publisher", own_publisher.empty() ? names_.publisher(header_.publisher_id) : own_publisher);
        if (header_.sequence != 0) {
            count("sequence", header_.sequence);
        }
        time("ts_event", header_.ts_event);
        if (header_.ts_recv != 0) { // 0: the hub hasn't taken it in yet
            time("ts_recv", header_.ts_recv);
        }
        if (header_.flags != 0) {
            flags();
        }
    }

    /// Quantities of this record have these decimals from here on, and not those that the instrument is known to have.
    void use_quantity_decimals(unsigned decimals) { quantity_decimals_ = decimals; }

    /// 1e-9: a price, a percentage, a factor.
    template <std::size_t Size>
    void decimal(char const (&key)[Size], std::int64_t value) {
        if (value != TICKHUB_UNDEFINED_INT64) {
            json_.plain_key(key).decimal(value);
        }
    }
    template <std::size_t Size>
    void quantity(char const (&key)[Size], tickhub_quantity value) {
        if (value != TICKHUB_UNDEFINED_INT64) {
            json_.plain_key(key).decimal(value, quantity_decimals_);
        }
    }
    template <std::size_t Size>
    void amount(char const (&key)[Size], tickhub_money words) {
        if (money const value{words}; value.is_defined()) {
            json_.plain_key(key).decimal(value);
        }
    }
    template <std::size_t Size>
    void integer(char const (&key)[Size], std::int64_t value) {
        if (value != TICKHUB_UNDEFINED_INT64) {
            json_.plain_key(key).signed_number(value);
        }
    }
    template <std::size_t Size>
    void count(char const (&key)[Size], std::uint64_t value) {
        if (value != TICKHUB_UNDEFINED_UINT64) {
            json_.plain_key(key).number(value);
        }
    }
    template <std::size_t Size>
    void count(char const (&key)[Size], std::uint32_t value) {
        if (value != TICKHUB_UNDEFINED_UINT32) {
            json_.plain_key(key).number(value);
        }
    }
    template <std::size_t Size>
    void id(char const (&key)[Size], std::uint64_t value) {
        if (value != 0) {
            json_.plain_key(key).id(value);
        }
    }
    template <std::size_t Size>
    void time(char const (&key)[Size], tickhub_timestamp value) {
        if (value != TICKHUB_UNDEFINED_UINT64) {
            json_.plain_key(key).time(timestamp{value});
        }
    }
    template <std::size_t Size>
    void date(char const (&key)[Size], std::uint32_t yyyymmdd) {
        if (yyyymmdd != 0) {
            json_.plain_key(key).date(yyyymmdd);
        }
    }
    template <std::size_t Size>
    void choice(char const (&key)[Size], enum_names values, std::uint8_t value) {
        if (value != 0) {
            json_.plain_key(key).plain_string(name_of(values, value));
        }
    }
    /// Unlike other enums, a side says "none" when there is none: nobody was the aggressor.
    template <std::size_t Size>
    void side(char const (&key)[Size], std::uint8_t value) {
        json_.plain_key(key).plain_string(value == TICKHUB_SIDE_NONE ? "none" : name_of(side_names, value));
    }
    template <std::size_t Size>
    void text(char const (&key)[Size], std::string_view value) {
        if (!value.empty()) {
            json_.plain_key(key).string(value);
        }
    }
    template <std::size_t Size>
    void text(char const (&key)[Size], tickhub_text_ref ref) {
        text(key, at(ref));
    }
    /// [[price, quantity, orders], …], orders left out where it is unknown.
    template <std::size_t Size>
    void levels(char const (&key)[Size], tickhub_array_ref ref) {
        json_.plain_key(key).begin_array();
        for (tickhub_book_level const& level : items<tickhub_book_level>(ref)) {
            json_.begin_array();
            item(level.price, 9);
            item(level.quantity, quantity_decimals_);
            if (level.orders != TICKHUB_UNDEFINED_UINT32) {
                json_.number(level.orders);
            }
            json_.end_array();
        }
        json_.end_array();
    }
    /// [{symbol, last_price, change, change_pct, volume}, …]
    template <std::size_t Size>
    void movers(char const (&key)[Size], tickhub_array_ref ref) {
        json_.plain_key(key).begin_array();
        for (tickhub_mover const& mover : items<tickhub_mover>(ref)) {
            use_quantity_decimals(names_.quantity_decimals(mover.instrument_id));
            json_.begin_object();
            text("symbol", names_.symbol(mover.instrument_id));
            decimal("last_price", mover.last_price);
            decimal("change", mover.change);
            decimal("change_pct", mover.change_pct);
            quantity("volume", mover.volume);
            json_.end_object();
        }
        json_.end_array();
    }
    /// The known symbols of an array of instrument ids; left out when there is none.
    template <std::size_t Size>
    void symbols(char const (&key)[Size], tickhub_array_ref ref) {
        bool begun = false;
        for (std::uint64_t const id : items<std::uint64_t>(ref)) {
            std::string_view const symbol = names_.symbol(static_cast<tickhub_instrument_id>(id));
            if (symbol.empty()) {
                continue;
            }
            if (!begun) {
                json_.plain_key(key).begin_array();
                begun = true;
            }
            json_.string(symbol);
        }
        if (begun) {
            json_.end_array();
        }
    }

    /// The bytes of a text of this record.
    std::string_view at(tickhub_text_ref ref) const {
        return ref.size == 0 ? std::string_view{}
                             : std::string_view{reinterpret_cast<char const*>(&header_) + ref.offset, ref.size};
    }
    json_writer& json() { return json_; }

private:
    template <class Item>
    std::span<Item const> items(tickhub_array_ref ref) const {
        if (ref.count == 0) {
            return {};
        }
        return {reinterpret_cast<Item const*>(reinterpret_cast<char const*>(&header_) + ref.offset), ref.count};
    }
    /// In an array a place can't be left out.
    void item(std::int64_t value, unsigned decimals) {
        if (value == TICKHUB_UNDEFINED_INT64) {
            json_.null();
        } else {
            json_.decimal(value, decimals);
        }
    }
    void flags() {
        json_.plain_key("flags").begin_array();
        for (enum_name const& flag : flag_names) {
            if ((header_.flags & flag.value) != 0) {
                json_.plain_string(flag.name);
            }
        }
        json_.end_array();
    }

    tickhub_event_header const& header_;
    names const& names_;
    json_writer& json_;
    unsigned quantity_decimals_;
};

} // namespace tickhub::detail
