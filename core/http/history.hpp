// What one sink has sent lately, kept so that clients that come back can be given what they missed, or be told how much
// it was. Knows no socket, and takes the time as an argument.
#pragma once

#include "http/frame.hpp"
#include "http/ring.hpp"
#include "http/state_cells.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tickhub::http {

/// A topic whose messages are kept, numbered from 0 by the sink's port.
using topic_number = std::uint8_t;
inline constexpr std::size_t most_kept_topics = 64;
inline constexpr topic_number not_kept = 0xff;

/// Of one topic. The newest message is kept whatever its size.
struct history_limits {
    std::size_t count = 1;           ///< messages that can be sent again; at least 1
    std::size_t bytes = 1;           ///< of their frames
    std::chrono::nanoseconds age{0}; ///< 0: whatever their age; looked at when something is added, and by expire
};

/// One topic's messages in the order of their numbers. The oldest have only their number and groups left: they can't be
/// sent again, but still be counted. There are at most 8 times as many entries as limits.count.
class topic_history {
public:
    using time_point = std::chrono::steady_clock::time_point;
    /// An entry, counted from the topic's first: it stays the same while older entries go.
    using place = std::uint64_t;

    /// Of what was numbered up to `since` nothing is known.
    topic_history(std::string name, history_limits const& limits, std::uint64_t since)
        : name_{std::move(name)}
        , limits_{limits}
        , forgotten_{since} {}

    [[nodiscard]] std::string const& name() const noexcept { return name_; }
    /// What is known: places from begin to end. From framed on there are frames.
    [[nodiscard]] place begin() const noexcept { return begin_; }
    [[nodiscard]] place framed() const noexcept { return framed_; }
    [[nodiscard]] place end() const noexcept { return begin_ + entries_.size(); }
    /// The highest number of which nothing is known any more.
    [[nodiscard]] std::uint64_t forgotten() const noexcept { return forgotten_; }
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

    [[nodiscard]] std::uint64_t sequence(place at) const noexcept { return entries_[at - begin_].sequence; }
    /// Empty before `framed`.
    [[nodiscard]] frame_ref const& frame(place at) const noexcept { return entries_[at - begin_].frame; }
    /// Whether the message was sent to a group for which `test` holds.
    template <class Test>
    [[nodiscard]] bool any_group(place at, Test test) const {
        auto const& to = entries_[at - begin_];
        for (std::uint32_t i = 0; i < to.group_count; ++i) {
            if (test(groups_[static_cast<std::size_t>(to.first_group - first_group_) + i]))
                return true;
        }
        return false;
    }
    /// The first entry with a number above this one.
    [[nodiscard]] place after(std::uint64_t sequence) const noexcept;

private:
    friend class history;
    struct entry {
        std::uint64_t sequence = 0;
        time_point time;
        frame_ref frame;
        std::uint64_t first_group = 0; // counted from the topic's first
        std::uint32_t group_count = 0;
    };

    void add(std::span<group_number const> groups, frame_ref const& frame, time_point now);
    void let_go(); // of the oldest frame
    void expire(time_point now);
    [[nodiscard]] std::size_t most_entries() const noexcept { return limits_.count * 8; }
    void forget(place up_to);

    std::string name_;
    history_limits limits_;
    ring<entry> entries_;
    ring<group_number> groups_;
    std::uint64_t first_group_ = 0; // how many have left groups_
    place begin_ = 0;
    place framed_ = 0;
    std::size_t bytes_ = 0;
    std::uint64_t forgotten_;
};

/// Someone who is on the way through a history.
class history_reader {
public:
    /// The topic's entries before this place are about to be forgotten: whoever stands before it goes on to it.
    virtual void pass(topic_number topic, topic_history::place up_to) noexcept = 0;

protected:
    ~history_reader() = default;
};

/// All kept topics of one sink on one I/O thread, and by that thread alone. In steady state nothing is allocated.
class history {
public:
    using time_point = topic_history::time_point;

    /// Topics are kept in the order of their numbers.
    void keep(std::string name, history_limits const& limits, std::uint64_t since) {
        topics_.emplace_back(std::move(name), limits, since);
    }
    /// Numbers rise. The message can be sent again at least until the next one of its topic is added.
    void add(topic_number topic, std::span<group_number const> groups, frame_ref const& frame, time_point now);
    /// Lets go of what is too old by now.
    void expire(time_point now);
    /// Puts what `change` makes of it in the place of every frame.
    template <class Change>
    void replace_all(Change change) {
        for (topic_history& topic : topics_) {
            for (auto at = topic.framed(); at != topic.end(); ++at) {
                frame_ref& frame = topic.entries_[at - topic.begin_].frame;
                topic.bytes_ -= frame->size();
                frame = change(std::move(frame));
                topic.bytes_ += frame->size();
            }
        }
    }

    [[nodiscard]] std::size_t topics() const noexcept { return topics_.size(); }
    [[nodiscard]] topic_history const& of(topic_number topic) const noexcept { return topics_[topic]; }

    /// The reader is told of what is forgotten until it is detached.
    void attach(history_reader& reader) { readers_.push_back(&reader); }
    void detach(history_reader& reader) noexcept { std::erase(readers_, &reader); }

private:
    std::vector<topic_history> topics_;
    std::vector<history_reader*> readers_;
};

} // namespace tickhub::http
