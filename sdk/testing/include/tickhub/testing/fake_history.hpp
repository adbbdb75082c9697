// What the fake http service keeps for clients that come back.
#pragma once

#include <tickhub/abi.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tickhub::testing {

/// Keeps topics as the hub does: bounded by count, bytes (here those of name and data) and age; and counts what it has
/// let go of until there is eight times as much.
template <class Message>
class fake_history {
public:
    /// False when it is kept already.
    bool keep(std::string_view topic, tickhub_history const& how, std::uint64_t latest) {
        epoch_ = how.epoch;
        return topics_.try_emplace(std::string{topic}, kept_topic{how, {}, 0, 0, latest}).second;
    }
    [[nodiscard]] std::size_t size() const noexcept { return topics_.size(); }
    [[nodiscard]] std::uint64_t epoch() const noexcept { return epoch_; }

    /// Does nothing with what isn't kept. `now` in nanoseconds of the steady clock.
    void add(Message const& message, std::vector<tickhub_group> const& groups, std::uint64_t now) {
        auto const found = topics_.find(message.event);
        if (found == topics_.end())
            return;
        auto& topic = found->second;
        topic.entries.push_back({message, groups, now});
        topic.bytes += size_of(message);
        while (topic.sendable() > 1 && (topic.sendable() > topic.limits.count || topic.bytes > topic.limits.bytes))
            topic.let_go();
        for (; topic.entries.size() > topic.limits.count * 8; --topic.first_sendable) {
            topic.forgotten = topic.entries.front().message.sequence;
            topic.entries.pop_front();
        }
        expire(now);
    }
    void expire(std::uint64_t now) {
        for (auto& [name, topic] : topics_) {
            while (topic.limits.age != 0 && topic.sendable() != 0 &&
                   now - topic.entries[topic.first_sendable].time > topic.limits.age)
                topic.let_go();
        }
    }

    struct answer {
        std::string json; ///< {"recovered":…}
        std::vector<Message> messages;
    };
    /// What came after `position` for whoever `is_member` of a message's groups.
    [[nodiscard]] answer after(std::string const& name, std::uint64_t position,
                               std::function<bool(std::vector<tickhub_group> const&)> const& is_member) const {
        answer result{unknown, {}};
        auto const found = topics_.find(name);
        if (found == topics_.end() || position < found->second.forgotten)
            return result;
        auto const& topic = found->second;
        bool recovered = true;
        for (std::size_t i = 0; i < topic.entries.size(); ++i) {
            auto const& candidate = topic.entries[i];
            if (candidate.message.sequence <= position || !is_member(candidate.groups))
                continue;
            recovered = recovered && i >= topic.first_sendable;
            result.messages.push_back(candidate.message);
        }
        auto const count = std::to_string(result.messages.size());
        result.json = recovered ? "{\"recovered\":true,\"replayed\":" + count + "}"
                                : "{\"recovered\":false,\"missed\":" + count + "}";
        if (!recovered)
            result.messages.clear();
        return result;
    }
    static constexpr char const* unknown = "{\"recovered\":false,\"missed\":null}";

private:
    static std::size_t size_of(Message const& message) { return message.event.size() + message.data.size(); }

    struct entry {
        Message message;
        std::vector<tickhub_group> groups;
        std::uint64_t time;
    };
    struct kept_topic {
        tickhub_history limits;
        std::deque<entry> entries;
        std::size_t first_sendable;
        std::uint64_t bytes;
        std::uint64_t forgotten; // the highest number of which nothing is known

        [[nodiscard]] std::size_t sendable() const noexcept { return entries.size() - first_sendable; }
        void let_go() { bytes -= size_of(entries[first_sendable++].message); }
    };
    std::map<std::string, kept_topic> topics_;
    std::uint64_t epoch_ = 0;
};

} // namespace tickhub::testing
