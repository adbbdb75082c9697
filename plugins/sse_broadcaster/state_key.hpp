// What supersedes what among state records.
#pragma once

#include <tickhub/events.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace tickhub::sse_broadcaster {

/// Gives records their keys: equal just for records of which the newer makes the older worthless. A key is put together
/// from the record type, the instrument (or for records about no one instrument, the publisher) and the form (a bar's
/// interval, a universe), so two things never share one.
class state_keys {
public:
    /// Allocates only for a form that it hasn't seen yet. [serialised]
    [[nodiscard]] std::uint64_t of(event e);

private:
    [[nodiscard]] std::uint64_t form_of(event e);

    std::vector<std::uint64_t> intervals_; // a form's number is its place here, plus 1
    std::vector<std::string> universes_;
};

} // namespace tickhub::sse_broadcaster
