// What a read or a write of a connection came to.
#pragma once

#include <cstddef>

namespace tickhub::http {

struct transfer {
    std::size_t bytes = 0;
    bool blocked = false; ///< the socket is to be waited for before there can be more
    bool ended = false;   ///< the peer has ended its side, or the connection is broken: there will be no more
    bool broken = false;  ///< it is broken
};

} // namespace tickhub::http
