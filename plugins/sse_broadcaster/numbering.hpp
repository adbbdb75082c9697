// The one sequence that all event-class messages of this sink are numbered in, and what it can prove to a client that
// comes back.
#pragma once

#include "topics.hpp"

#include <tickhub/event_id.hpp>

#include <array>
#include <cstdint>

namespace tickhub::sse_broadcaster {

class numbering {
public:
    explicit numbering(std::uint64_t epoch) noexcept : here_{epoch, 1} {}

    /// Numbers the next message of an event topic. [serialised]
    [[nodiscard]] std::uint64_t next(std::uint8_t record) noexcept {
        last_[record] = ++here_.sequence;
        return here_.sequence;
    }

    /// The number of the last message. It begins at 1, which no message has, so that a client which came before the
    /// first one has an id to come back with.
    [[nodiscard]] event_id here() const noexcept { return here_; }

    /// Whether a client that has everything up to `then` has missed nothing of the topic since.
    [[nodiscard]] bool missed_nothing(event_id then, std::uint8_t record) const noexcept {
        return then.epoch == here_.epoch && then.sequence <= here_.sequence && then.sequence >= last_[record];
    }

private:
    event_id here_;
    std::array<std::uint64_t, TICKHUB_RECORD_COUNT> last_{}; // each topic's last number; 0 = none yet
};

} // namespace tickhub::sse_broadcaster
