#pragma once

#include "tickhub/events.h"
#include "tickhub/fixed_point.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace tickhub {

/// Whose orders: those of buyers (bids) or of sellers (asks).
enum class side : std::uint8_t { none = TICKHUB_SIDE_NONE, buy = TICKHUB_SIDE_BUY, sell = TICKHUB_SIDE_SELL };

/// What rests at one price.
struct book_level {
    tickhub::price price;
    tickhub::quantity quantity;
    std::uint32_t orders = TICKHUB_UNDEFINED_UINT32; ///< how many orders; undefined = unknown

    friend constexpr bool operator==(book_level const&, book_level const&) = default;
};

/// The price levels of one side of a book, in one piece of memory that is sorted with the best at the back, since that
/// is where levels come and go. Allocates only beyond the levels that it was told to reserve. [serialised]
class book_side {
public:
    static constexpr std::size_t unbounded = std::numeric_limits<std::size_t>::max();

    /// of: buy or sell. max_levels: only that many best levels are kept, at least 1.
    explicit book_side(side of, std::size_t max_levels = unbounded, std::size_t reserve = 256)
        : of_{of}
        , max_levels_{max_levels} {
        assert(of != side::none && max_levels > 0);
        levels_.reserve(max_levels < reserve ? max_levels + 1 : reserve);
    }

    std::size_t size() const { return levels_.size(); }
    bool empty() const { return levels_.empty(); }

    /// The level with that many better ones: 0 is the best. index < size().
    book_level const& operator[](std::size_t index) const {
        assert(index < levels_.size());
        return levels_[levels_.size() - 1 - index];
    }
    /// The level at exactly this price, or nullptr; valid until the side is changed.
    book_level const* find(price at) const {
        auto const found = position(at);
        return found != levels_.end() && found->price == at ? &*found : nullptr;
    }

    /// Makes the level what is given; quantity 0 deletes it. One beyond max_levels is forgotten.
    void set(book_level const& level) {
        auto const found = levels_.begin() + (position(level.price) - levels_.cbegin());
        bool const exists = found != levels_.end() && found->price == level.price;
        if (level.quantity == quantity{}) {
            if (exists) {
                levels_.erase(found);
            }
        } else if (exists) {
            *found = level;
        } else if (levels_.size() < max_levels_ || found != levels_.begin()) {
            levels_.insert(found, level);
            if (levels_.size() > max_levels_) {
                levels_.erase(levels_.begin());
            }
        }
    }
    void clear() { levels_.clear(); }

    friend bool operator==(book_side const& a, book_side const& b) { return a.levels_ == b.levels_; }

private:
    bool worse(price a, price b) const { return of_ == side::buy ? a < b : b < a; }
    /// The worst level that isn't worse than the price.
    std::vector<book_level>::const_iterator position(price at) const {
        return std::lower_bound(levels_.begin(), levels_.end(), at,
                                [this](book_level const& level, price wanted) { return worse(level.price, wanted); });
    }

    side of_;
    std::size_t max_levels_;
    std::vector<book_level> levels_;
};

} // namespace tickhub
