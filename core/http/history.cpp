#include "http/history.hpp"

#include <cassert>

namespace tickhub::http {

topic_history::place topic_history::after(std::uint64_t sequence) const noexcept {
    std::size_t low = 0;
    std::size_t high = entries_.size();
    while (low < high) {
        std::size_t const middle = low + (high - low) / 2;
        if (entries_[middle].sequence <= sequence)
            low = middle + 1;
        else
            high = middle;
    }
    return begin_ + low;
}

void topic_history::add(std::span<group_number const> groups, frame_ref const& frame, time_point now) {
    assert(entries_.empty() || entries_.back().sequence < frame->sequence());
    entries_.push_back(
        {frame->sequence(), now, frame, first_group_ + groups_.size(), static_cast<std::uint32_t>(groups.size())});
    for (group_number const group : groups)
        groups_.push_back(group);
    bytes_ += frame->size();
    while (end() - framed_ > 1 && (end() - framed_ > limits_.count || bytes_ > limits_.bytes))
        let_go();
    expire(now);
}

void topic_history::let_go() {
    entry& oldest = entries_[framed_ - begin_];
    bytes_ -= oldest.frame->size();
    oldest.frame.reset();
    ++framed_;
}

void topic_history::expire(time_point now) {
    while (limits_.age.count() != 0 && framed_ != end() && now - entries_[framed_ - begin_].time > limits_.age)
        let_go();
}

void topic_history::forget(place up_to) {
    for (; begin_ < up_to; ++begin_) {
        entry const gone = entries_.pop_front();
        forgotten_ = gone.sequence;
        first_group_ += gone.group_count;
        for (std::uint32_t i = 0; i < gone.group_count; ++i)
            groups_.pop_front();
    }
}

void history::add(topic_number topic, std::span<group_number const> groups, frame_ref const& frame, time_point now) {
    topic_history& to = topics_[topic];
    to.add(groups, frame, now);
    std::size_t const most = to.most_entries();
    if (to.end() - to.begin() <= most)
        return;
    // An eighth at a time, so that readers are asked seldom. All of it has lost its frames long ago.
    topic_history::place const up_to = to.begin() + std::max<std::size_t>(most / 8, 1);
    for (history_reader* const reader : readers_)
        reader->pass(topic, up_to);
    to.forget(up_to);
}

void history::expire(time_point now) {
    for (topic_history& topic : topics_)
        topic.expire(now);
}

} // namespace tickhub::http
