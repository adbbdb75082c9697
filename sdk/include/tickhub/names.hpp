#pragma once

#include "tickhub/events.h"

#include <cstdint>
#include <string_view>

namespace tickhub {

/// What a record holds as a number and JSON says in words; the hub has one, a client makes one from `definition`s. An
/// implementation answers without allocating, since the encoder asks for every record. The views live at least as long
/// as the call that they were asked in. [any thread]
class names {
public:
    virtual ~names() = default;

    /// The symbol of an instrument; empty when it is unknown, or 0.
    virtual std::string_view symbol(tickhub_instrument_id id) const = 0;
    /// The name of a component, "hub" for 0; empty when it is unknown.
    virtual std::string_view publisher(std::uint16_t id) const = 0;
    /// The decimals of the instrument's quantities, 0 to 8; 0 when it is unknown.
    virtual unsigned quantity_decimals(tickhub_instrument_id id) const = 0;
};

} // namespace tickhub
