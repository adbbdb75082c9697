#pragma once

#include "tickhub/book_side.hpp"
#include "tickhub/events.h"
#include "tickhub/fixed_point.hpp"
#include "tickhub/order_book.hpp"
#include "tickhub/order_table.hpp"

#include <cstddef>
#include <cstdint>

namespace tickhub {

/// What became of an mbo record.
enum class order_result : std::uint8_t {
    applied,
    unknown_order,   ///< cancel or modify of an order that doesn't rest here
    duplicate_order, ///< add of an order that rests here already
    refused, ///< no side, price, quantity or id where one is needed, an action that isn't one, a level's overflow
};

/// The book of one instrument order by order: what a reader of `mbo` records keeps, with the price levels and their
/// order counts made from it. What isn't applied changes nothing. [serialised]
///
/// The actions mean what Databento's do: `add` puts an order in; `cancel` takes its quantity from the order, which
/// leaves at 0; `modify` gives the order a new price and quantity; `clear` empties the book. `trade` and `fill` tell
/// what happened and change nothing: what was filled leaves by the `cancel` that follows.
class order_by_order_book {
public:
    /// reserve_orders: resting orders, reserve_levels: levels a side, for which memory is taken at once; both grow.
    explicit order_by_order_book(std::size_t reserve_orders = 4096, std::size_t reserve_levels = 256)
        : levels_{book_side::unbounded, reserve_levels}
        , orders_{reserve_orders} {}

    /// The same book by price; its chain and sequence are not used.
    order_book const& levels() const { return levels_; }
    /// How many orders rest.
    std::size_t order_count() const { return orders_.size(); }
    /// The order, or nullptr; valid until the book changes.
    resting_order const* find(std::uint64_t order_id) { return orders_.find(order_id); }

    order_result apply(tickhub_mbo const& record) {
        switch (record.action) {
        case TICKHUB_MBO_ACTION_ADD:
            return add({record.order_id, price{record.price}, quantity{record.quantity}, side{record.side}});
        case TICKHUB_MBO_ACTION_CANCEL:
            return cancel(record.order_id, quantity{record.quantity});
        case TICKHUB_MBO_ACTION_MODIFY:
            return modify(record.order_id, price{record.price}, quantity{record.quantity});
        case TICKHUB_MBO_ACTION_CLEAR:
            clear();
            return order_result::applied;
        case TICKHUB_MBO_ACTION_TRADE:
        case TICKHUB_MBO_ACTION_FILL:
            return order_result::applied;
        default:
            return order_result::refused;
        }
    }

    order_result add(resting_order const& order) {
        bool const has_side = order.side == side::buy || order.side == side::sell;
        if (order.order_id == 0 || !has_side || !can_rest(order.price, order.quantity)) {
            return order_result::refused;
        }
        if (orders_.find(order.order_id) != nullptr) {
            return order_result::duplicate_order;
        }
        if (!(quantity_at(order.side, order.price) + order.quantity).is_defined()) {
            return order_result::refused;
        }
        orders_.insert(order);
        change_level(order.side, order.price, order.quantity, 1);
        return order_result::applied;
    }

    /// Takes the quantity from the order; all of it when the quantity is undefined, or more than is left.
    order_result cancel(std::uint64_t order_id, quantity by) {
        resting_order* const order = orders_.find(order_id);
        if (order == nullptr) {
            return order_result::unknown_order;
        }
        if (by <= quantity{}) {
            return order_result::refused;
        }
        if (by < order->quantity) {
            order->quantity -= by;
            change_level(order->side, order->price, -by, 0);
        } else {
            change_level(order->side, order->price, -order->quantity, -1);
            orders_.erase(order);
        }
        return order_result::applied;
    }

    order_result modify(std::uint64_t order_id, price new_price, quantity new_quantity) {
        resting_order* const order = orders_.find(order_id);
        if (order == nullptr) {
            return order_result::unknown_order;
        }
        quantity const others =
            quantity_at(order->side, new_price) - (new_price == order->price ? order->quantity : quantity{});
        if (!can_rest(new_price, new_quantity) || !(others + new_quantity).is_defined()) {
            return order_result::refused;
        }
        change_level(order->side, order->price, -order->quantity, -1);
        order->price = new_price;
        order->quantity = new_quantity;
        change_level(order->side, new_price, new_quantity, 1);
        return order_result::applied;
    }

    void clear() {
        orders_.clear();
        levels_.clear();
    }

private:
    static bool can_rest(price at, quantity count) {
        return at.is_defined() && count.is_defined() && count > quantity{};
    }
    quantity quantity_at(side of, price at) const {
        book_level const* const level = levels_.on(of).find(at);
        return level != nullptr ? level->quantity : quantity{};
    }
    void change_level(side of, price at, quantity by, int orders) {
        book_level const* const before = levels_.on(of).find(at);
        book_level level = before != nullptr ? *before : book_level{at, quantity{}, 0};
        level.quantity += by;
        level.orders += static_cast<std::uint32_t>(orders);
        levels_.set(of, level);
    }

    order_book levels_;
    order_table orders_;
};

} // namespace tickhub
