#pragma once

#include "tickhub/book_side.hpp"
#include "tickhub/fixed_point.hpp"

#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tickhub {

/// An order that rests in a book.
struct resting_order {
    std::uint64_t order_id = 0; ///< not 0
    tickhub::price price;
    tickhub::quantity quantity;
    tickhub::side side = side::none; ///< none marks a free slot of the table
};

/// Resting orders by their id, in one piece of memory: open addressing with linear probing, at most half full. Deleting
/// closes the hole, so that it stays fast however many orders come and go. Allocates only when more orders rest than
/// were reserved; it then doubles. [serialised]
class order_table {
public:
    explicit order_table(std::size_t reserve = 4096) : slots_(std::bit_ceil(reserve < 8 ? 16 : reserve * 2)) {}

    std::size_t size() const { return size_; }

    /// The order, or nullptr; valid until an order is inserted or erased. Its id is not to be changed.
    resting_order* find(std::uint64_t order_id) {
        std::size_t const at = slot_of(order_id);
        return is_free(at) ? nullptr : &slots_[at];
    }

    /// order: not in the table, with a side.
    void insert(resting_order const& order) {
        assert(order.side != side::none);
        if ((size_ + 1) * 2 > slots_.size()) {
            grow();
        }
        std::size_t const at = slot_of(order.order_id);
        assert(is_free(at));
        slots_[at] = order;
        ++size_;
    }

    /// order: one that find gave.
    void erase(resting_order const* order) {
        auto hole = static_cast<std::size_t>(order - slots_.data());
        for (std::size_t at = next(hole); !is_free(at); at = next(at)) {
            // An order moves back into the hole unless its search would begin behind the hole.
            std::size_t const distance_from_home = (at - home_of(slots_[at].order_id)) & mask();
            if (distance_from_home >= ((at - hole) & mask())) {
                slots_[hole] = slots_[at];
                hole = at;
            }
        }
        slots_[hole] = {};
        --size_;
    }

    void clear() {
        slots_.assign(slots_.size(), {});
        size_ = 0;
    }

private:
    std::size_t mask() const { return slots_.size() - 1; }
    std::size_t next(std::size_t at) const { return (at + 1) & mask(); }
    bool is_free(std::size_t at) const { return slots_[at].side == side::none; }
    /// Fibonacci hashing: the high bits of the product depend on all bits of the id.
    std::size_t home_of(std::uint64_t order_id) const {
        return static_cast<std::size_t>((order_id * 0x9e3779b97f4a7c15u) >> 32) & mask();
    }
    /// Where the order is, or the free slot where it would go.
    std::size_t slot_of(std::uint64_t order_id) const {
        std::size_t at = home_of(order_id);
        while (!is_free(at) && slots_[at].order_id != order_id) {
            at = next(at);
        }
        return at;
    }
    void grow() {
        std::vector<resting_order> old(slots_.size() * 2);
        old.swap(slots_);
        for (resting_order const& order : old) {
            if (order.side != side::none) {
                slots_[slot_of(order.order_id)] = order;
            }
        }
    }

    std::vector<resting_order> slots_; // a power of two
    std::size_t size_ = 0;
};

} // namespace tickhub
