// One client's way through a history: what it missed, then what is sent meanwhile, until it has caught up. It holds
// places, not frames, so that any number of clients may resume at once, however slowly they read.
#pragma once

#include "http/event_frames.hpp"
#include "http/history.hpp"
#include "http/memberships.hpp"
#include "http/tally.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace tickhub::http {

/// What a client is told about one topic.
struct recovery {
    bool recovered = false;
    std::optional<std::uint64_t> count; ///< replayed, or missed where that is known
};

/// By its I/O thread alone. `kept`, `joined` and `books` outlive it.
class replay final : public history_reader {
public:
    replay(history& kept, memberships const& joined, tally& books);
    ~replay() { kept_.detach(*this); }
    replay(replay const&) = delete;
    replay& operator=(replay const&) = delete;

    /// Goes back to what came after `position`, for each topic of which all of that can be sent again. Answers each.
    /// A topic may be not_kept; no position: one that can't be read, or of another epoch. Once.
    [[nodiscard]] std::vector<recovery> resume(std::optional<std::uint64_t> position,
                                               std::span<topic_number const> topics);
    [[nodiscard]] bool resumed() const noexcept { return resumed_; }

    /// Whether messages of the topic come this way.
    [[nodiscard]] bool covers(topic_number topic) const noexcept { return topic < parts_.size() && !frozen_; }
    /// The message that has just been added to the history is for this client.
    void expect_one() noexcept { ++remaining_; }
    /// The client has joined a group: it gets what comes after this number.
    void note_join(group_number group, std::uint64_t latest);
    /// The client has left a group, and isn't sent what only that one brings.
    void note_leave() { recount(); }
    /// What comes from now on doesn't come this way.
    void freeze();

    /// Messages that are still to be drawn.
    [[nodiscard]] std::uint64_t remaining() const noexcept { return remaining_; }
    [[nodiscard]] bool finished() const noexcept { return remaining_ == 0 && losses_ == 0; }
    /// The number of what draw gives next. There must be something.
    [[nodiscard]] std::uint64_t next_sequence() { return head(next_part()); }

    struct drawn {
        frame_ref frame; ///< empty: the loss
        loss lost;       ///< its topic is the history's
    };
    /// The next message in the order of numbers, or a gap. There must be something.
    [[nodiscard]] drawn draw();

    void pass(topic_number topic, topic_history::place up_to) noexcept override;

private:
    using place = topic_history::place;
    struct part { // one topic
        place next;
        place end = std::numeric_limits<place>::max();
        std::uint64_t first_lost = 0;
        std::uint64_t last_lost = 0;
        std::uint64_t lost = 0; // messages that were forgotten before they were drawn; not told yet
        bool settled = false;   // next is a message for this client
    };

    [[nodiscard]] bool wanted(topic_history const& topic, place at) const;
    [[nodiscard]] std::uint64_t count(topic_history const& topic, place from, place to) const;
    [[nodiscard]] place end_of(std::size_t number) const noexcept;
    [[nodiscard]] bool settle(std::size_t number);
    [[nodiscard]] std::uint64_t head(std::size_t number) const noexcept;
    [[nodiscard]] std::size_t next_part();
    void lose(part& p, std::uint64_t sequence) noexcept;
    void recount();

    history& kept_;
    memberships const& joined_;
    tally& books_;
    std::vector<part> parts_; // by topic
    boost::unordered_flat_map<group_number, std::uint64_t>
        joined_later_; // than it resumed: what it gets comes after this
    std::uint64_t remaining_ = 0;
    std::size_t losses_ = 0; // parts with something lost
    bool resumed_ = false;
    bool frozen_ = false;
};

} // namespace tickhub::http
