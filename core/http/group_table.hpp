// Who is in which group, on one I/O thread.
#pragma once

#include "http/memberships.hpp"
#include "http/outbox.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace tickhub::http {

/// A connection as groups see it. The groups know it by address, so it stays where it is; leave_all before it ends.
class subscriber {
public:
    subscriber(outbox_options const& options, std::shared_ptr<stream_source> shared)
        : source{std::move(shared)}
        , box{options, *source, groups} {}

    std::shared_ptr<stream_source> const source; ///< the frames that wait in the outbox come from its pools
    memberships groups;
    outbox box;
    std::uint64_t last_broadcast = 0; ///< that reached it: so one to several of its groups reaches it once
};

class group_table {
public:
    enum class joined : std::uint8_t { now, already, too_many };

    joined join(subscriber& who, group_number group, std::size_t limit) {
        if (who.groups.places_.contains(group))
            return joined::already;
        if (who.groups.places_.size() >= limit)
            return joined::too_many;
        if (group >= groups_.size())
            groups_.resize(group + 1);
        who.groups.places_.emplace(group, static_cast<std::uint32_t>(groups_[group].size()));
        groups_[group].push_back(&who);
        return joined::now;
    }

    /// False when it isn't a member.
    bool leave(subscriber& who, group_number group) noexcept {
        auto const found = who.groups.places_.find(group);
        if (found == who.groups.places_.end())
            return false;
        remove(group, found->second);
        who.groups.places_.erase(found);
        return true;
    }

    void leave_all(subscriber& who) noexcept {
        for (auto const& [group, place] : who.groups.places_)
            remove(group, place);
        who.groups.places_ = {};
    }

    [[nodiscard]] std::span<subscriber* const> members(group_number group) const noexcept {
        return group < groups_.size() ? std::span<subscriber* const>{groups_[group]} : std::span<subscriber* const>{};
    }

private:
    // The last member takes the place of the one that goes.
    void remove(group_number group, std::uint32_t place) noexcept {
        auto& list = groups_[group];
        subscriber* const last = list.back();
        list[place] = last;
        last->groups.places_.find(group)->second = place;
        list.pop_back();
    }

    std::vector<std::vector<subscriber*>> groups_;
};

} // namespace tickhub::http
