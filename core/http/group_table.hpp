// Who is in which group, on one I/O thread.
#pragma once

#include "http/outbox.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

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
    subscriber(outbox_options const& options, std::shared_ptr<stream_source> shared) noexcept
        : source{std::move(shared)}
        , box{options, *source} {}

    std::shared_ptr<stream_source> const source; ///< the frames that wait in the outbox come from its pools
    outbox box;

private:
    friend class group_table;
    boost::unordered_flat_map<group_number, std::uint32_t> places_; // where in the group's list this one stands
};

class group_table {
public:
    enum class joined : std::uint8_t { now, already, too_many };

    joined join(subscriber& who, group_number group, std::size_t limit) {
        if (who.places_.contains(group))
            return joined::already;
        if (who.places_.size() >= limit)
            return joined::too_many;
        if (group >= groups_.size())
            groups_.resize(group + 1);
        who.places_.emplace(group, static_cast<std::uint32_t>(groups_[group].size()));
        groups_[group].push_back(&who);
        return joined::now;
    }

    /// False when it isn't a member.
    bool leave(subscriber& who, group_number group) noexcept {
        auto const found = who.places_.find(group);
        if (found == who.places_.end())
            return false;
        remove(group, found->second);
        who.places_.erase(found);
        return true;
    }

    void leave_all(subscriber& who) noexcept {
        for (auto const& [group, place] : who.places_)
            remove(group, place);
        who.places_ = {};
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
        last->places_.find(group)->second = place;
        list.pop_back();
    }

    std::vector<std::vector<subscriber*>> groups_;
};

} // namespace tickhub::http
