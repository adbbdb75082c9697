#pragma once

#include "tickhub/book_side.hpp"
#include "tickhub/crc32.hpp"
#include "tickhub/decimal.hpp"
#include "tickhub/events.h"
#include "tickhub/fixed_point.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tickhub {

/// What became of a book message.
enum class book_result : std::uint8_t {
    applied,
    missed,  ///< its prev_sequence isn't the last book_sequence: one was missed, and nothing was changed
    refused, ///< neither a snapshot nor an update
};

/// The book of one instrument by price: what a reader of `book` records keeps. [serialised]
///
///     switch (book.apply(record)) {
///     case book_result::applied: if (book.checksum() != record.checksum) …ask for a snapshot
///     case book_result::missed:  …ask for a snapshot
class order_book {
public:
    /// max_levels: only that many best levels a side are kept, as a subscription of that depth has them.
    /// reserve: levels a side for which memory is taken at once; it grows beyond.
    explicit order_book(std::size_t max_levels = book_side::unbounded, std::size_t reserve = 256)
        : bids_{side::buy, max_levels, reserve}
        , asks_{side::sell, max_levels, reserve} {}

    book_side const& bids() const { return bids_; }
    book_side const& asks() const { return asks_; }
    /// of: buy or sell.
    book_side const& on(side of) const {
        assert(of != side::none);
        return of == side::buy ? bids_ : asks_;
    }

    /// Applies a valid record (see valid_record). A snapshot replaces everything and begins a new chain; an update
    /// applies only when it goes on where the last message ended.
    book_result apply(tickhub_book const& record) {
        if (record.kind == TICKHUB_BOOK_KIND_SNAPSHOT) {
            clear();
        } else if (record.kind != TICKHUB_BOOK_KIND_UPDATE) {
            return book_result::refused;
        } else if (!synchronised_ || record.prev_sequence != sequence_) {
            synchronised_ = false;
            return book_result::missed;
        }
        set_all(bids_, levels_of(record, record.bids));
        set_all(asks_, levels_of(record, record.asks));
        sequence_ = record.book_sequence;
        synchronised_ = true;
        return book_result::applied;
    }

    /// Makes one level what is given, whatever the chain says; quantity 0 deletes it. of: buy or sell.
    void set(side of, book_level const& level) {
        assert(of != side::none);
        (of == side::buy ? bids_ : asks_).set(level);
    }

    /// Empties the book; the next message must be a snapshot.
    void clear() {
        bids_.clear();
        asks_.clear();
        synchronised_ = false;
    }

    /// Whether the book has followed its chain since a snapshot; false from the first message that was missed.
    bool synchronised() const { return synchronised_; }
    /// The book_sequence of the last message that was applied.
    std::uint64_t sequence() const { return sequence_; }

    /// Whether somebody bids more than somebody asks: outside a call auction a sign of a wrong book.
    bool crossed() const { return !bids_.empty() && !asks_.empty() && bids_[0].price > asks_[0].price; }
    /// Whether the best bid is the best ask.
    bool locked() const { return !bids_.empty() && !asks_.empty() && bids_[0].price == asks_[0].price; }

    /// The data model's book checksum: the CRC32 of the best ten levels that the book holds, asks best first, then bids
    /// best first, each level's price as the digits of its 1e-9 integer, then its quantity as the digits of its
    /// integer (a negative one with its sign). 0 for an empty book.
    std::uint32_t checksum() const { return checksum_of(bids_, checksum_of(asks_, 0)); }

private:
    static std::span<tickhub_book_level const> levels_of(tickhub_book const& record, tickhub_array_ref ref) {
        if (ref.count == 0) {
            return {};
        }
        return {reinterpret_cast<tickhub_book_level const*>(reinterpret_cast<char const*>(&record) + ref.offset),
                ref.count};
    }
    static void set_all(book_side& side, std::span<tickhub_book_level const> levels) {
        for (tickhub_book_level const& level : levels) {
            side.set({price{level.price}, quantity{level.quantity}, level.orders});
        }
    }
    static std::uint32_t checksum_of(book_side const& side, std::uint32_t before) {
        constexpr std::size_t depth = 10;
        char text[depth * 2 * max_decimal_size];
        char* end = text;
        for (std::size_t i = 0; i < std::min(depth, side.size()); ++i) {
            end = format_decimal(end, side[i].price.raw(), 0);
            end = format_decimal(end, side[i].quantity.raw(), 0);
        }
        return crc32({text, static_cast<std::size_t>(end - text)}, before);
    }

    book_side bids_;
    book_side asks_;
    std::uint64_t sequence_ = 0;
    bool synchronised_ = false;
};

} // namespace tickhub
