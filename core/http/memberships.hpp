// Which groups one connection is in.
#pragma once

#include "http/state_cells.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>

namespace tickhub::http {

class memberships {
public:
    [[nodiscard]] bool contains(group_number group) const noexcept { return places_.contains(group); }

private:
    friend class group_table;
    boost::unordered_flat_map<group_number, std::uint32_t> places_; // where in the group's list the connection stands
};

} // namespace tickhub::http
