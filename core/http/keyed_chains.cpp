#include "http/keyed_chains.hpp"

#include <algorithm>

namespace tickhub::http {

bool keyed_chains::accept(std::uint64_t key, keyed_place const& place, std::size_t most) {
    auto const found = chains_.find(key);
    if (place.begins) {
        if (found == chains_.end() && chains_.size() >= most)
            return false;
        chain& begun = found == chains_.end() ? chains_[key] : found->second;
        change(key, begun, state::whole);
        begun.last = place.number;
        return true;
    }
    if (found == chains_.end() || found->second.now != state::whole)
        return false;
    if (place.before > found->second.last) {
        change(key, found->second, state::wanted);
        return false;
    }
    found->second.last = std::max(found->second.last, place.number);
    return true;
}

void keyed_chains::break_off(std::uint64_t key, ask when) {
    auto const found = chains_.find(key);
    if (found == chains_.end())
        return; // forgotten, while deltas of it waited
    found->second.when = when;
    change(key, found->second, state::wanted);
}

void keyed_chains::answer_lost(std::uint64_t key) {
    if (auto const found = chains_.find(key); found != chains_.end() && found->second.now == state::asked)
        change(key, found->second, state::wanted);
}

void keyed_chains::forget(std::span<std::uint64_t const> keys) {
    for (std::uint64_t const key : keys) {
        if (auto const found = chains_.find(key); found != chains_.end()) {
            change(key, found->second, state::whole);
            chains_.erase(found);
        }
    }
}

std::optional<std::uint64_t> keyed_chains::next_wanted(bool empty) {
    if (wanted_.empty() || asked_ == most_asked)
        return std::nullopt;
    std::uint64_t const key = wanted_.front();
    chain& broken = chains_.find(key)->second;
    if (broken.when == ask::when_empty && !empty)
        return std::nullopt;
    broken.when = ask::when_roomy;
    change(key, broken, state::asked);
    return key;
}

// Keeps the list of what is wanted and the count of what was asked for true.
void keyed_chains::change(std::uint64_t key, chain& of, state to) {
    if (of.now == to)
        return;
    if (of.now == state::asked)
        --asked_;
    if (of.now == state::wanted) {
        std::size_t place = 0;
        while (wanted_[place] != key)
            ++place;
        wanted_.erase(place);
    }
    if (to == state::asked)
        ++asked_;
    if (to == state::wanted)
        wanted_.push_back(key);
    of.now = to;
}

} // namespace tickhub::http
