// The one sequence that all event-class messages of this sink are numbered in.
#pragma once

#include <tickhub/event_id.hpp>

#include <cstdint>

namespace tickhub::sse_broadcaster {

class numbering {
public:
    explicit numbering(std::uint64_t epoch) noexcept : here_{epoch, 1} {}

    /// Numbers the next message of an event topic. [serialised]
    [[nodiscard]] std::uint64_t next() noexcept { return ++here_.sequence; }

    /// The number of the last message. It begins at 1, which no message has, so that a client which came before the
    /// first one has an id to come back with.
    [[nodiscard]] event_id here() const noexcept { return here_; }

private:
    event_id here_;
};

} // namespace tickhub::sse_broadcaster
