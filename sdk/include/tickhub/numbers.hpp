// Every number of the data model with its unit in its type, and the arithmetic between them.
#pragma once

#include "tickhub/arithmetic.hpp"
#include "tickhub/events.h"
#include "tickhub/fixed_point.hpp"
#include "tickhub/money.hpp"
#include "tickhub/timestamp.hpp"

namespace tickhub {

/// An interned symbol; valid for one epoch of the hub, 0 where a record is about no one instrument.
using instrument_id = tickhub_instrument_id;

} // namespace tickhub
