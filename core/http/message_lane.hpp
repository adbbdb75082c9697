// One lane of messages that are not conflated: in order, and where some had to go, a gap that says how many.
#pragma once

#include "http/frame.hpp"
#include "http/ring.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace tickhub::http {

enum class entry_kind : std::uint8_t {
    strict,    ///< a message that must not go missing
    fast,      ///< a message that may be dropped for newer ones
    keyed,     ///< a delta of a key, or its beginning
    gap,       ///< stands for messages that were dropped
    heartbeat, ///< made when it is drawn, since it says what has been drawn before
    own        ///< the server's: farewell, problem
};

struct lane_entry {
    frame_ref frame;         ///< of a gap: one of the lost messages, which knows the topic
    std::uint64_t first = 0; ///< of a gap; of a keyed message: its key
    std::uint64_t last = 0;
    std::uint32_t count = 0;
    entry_kind kind = entry_kind::own;
};

class message_lane {
public:
    [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
    [[nodiscard]] std::size_t fast() const noexcept { return fast_; }
    /// Messages, without gaps and what the server says itself.
    [[nodiscard]] std::size_t messages() const noexcept { return messages_; }

    void push(frame_ref frame, entry_kind kind);
    /// Puts a gap in the place of the oldest fast message, or widens the one that is there; returns its size in bytes.
    /// There must be one.
    std::size_t drop_oldest_fast();
    void push_keyed(frame_ref frame, std::uint64_t key);
    struct dropped_key {
        std::size_t messages = 0;
        std::size_t bytes = 0;
    };
    /// Takes out what waits of the key.
    dropped_key drop_key(std::uint64_t key);
    /// The key of the first keyed message; nothing when none waits.
    [[nodiscard]] std::optional<std::uint64_t> oldest_key() const noexcept;
    /// A message that never got in: the lane now ends in a gap that counts it.
    void note_loss(frame_ref const& lost);
    lane_entry pop();

    /// The number of what pop gives next, be it a message or a gap; 0 when it has none.
    [[nodiscard]] std::uint64_t front_sequence() const noexcept { return sequence_of(entries_[0]); }

    /// The lowest number that waits here, be it of a message or of a gap; 0 when there is none.
    [[nodiscard]] std::uint64_t lowest_sequence() const noexcept;

private:
    [[nodiscard]] static std::uint64_t sequence_of(lane_entry const& entry) noexcept;
    [[nodiscard]] lane_entry* gap_before(std::size_t index, frame const& lost) noexcept;

    ring<lane_entry> entries_;
    std::size_t fast_ = 0;
    std::size_t messages_ = 0;
    std::size_t keyed_ = 0;
};

} // namespace tickhub::http
