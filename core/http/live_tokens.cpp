#include "http/live_tokens.hpp"

#include <utility>

namespace tickhub::http {

namespace {

steady_time when(unix_time expires, steady_time now, unix_time wall_clock) {
    return now + std::chrono::seconds{expires - wall_clock};
}

} // namespace

void live_tokens::add(std::uint64_t connection, std::shared_ptr<identity const> who, steady_time now,
                      unix_time wall_clock) {
    auto const expires = when(who->expires, now, wall_clock);
    auto const [place, is_new] = entries_.try_emplace(connection, entry{std::move(who), expires, by_time_.end()});
    if (is_new)
        schedule(connection, place->second, now);
}

// One that is younger than the warning is told at once how long it has.
void live_tokens::schedule(std::uint64_t connection, entry& what, steady_time now) {
    if (what.place != by_time_.end())
        by_time_.erase(what.place);
    what.place = by_time_.emplace(std::max(now, what.expires - warning), connection);
}

void live_tokens::remove(std::uint64_t connection) {
    auto const found = entries_.find(connection);
    if (found == entries_.end())
        return;
    by_time_.erase(found->second.place);
    entries_.erase(found);
}

void live_tokens::extend(std::string_view session, unix_time expires, steady_time now, unix_time wall_clock) {
    for (auto& [connection, known] : entries_) {
        if (known.who->session != session)
            continue;
        known.expires = std::max(known.expires, when(expires, now, wall_clock));
        schedule(connection, known, now);
    }
}

std::vector<token_step> live_tokens::revoke(std::function<bool(identity const&)> const& good) {
    std::vector<token_step> steps;
    for (auto const& [connection, known] : entries_) {
        if (!good(*known.who))
            steps.push_back({connection, token_news::revoked, {}});
    }
    for (token_step const& step : steps)
        remove(step.connection);
    return steps;
}

std::vector<token_step> live_tokens::due(steady_time now) {
    std::vector<token_step> steps;
    while (!by_time_.empty() && by_time_.begin()->first <= now) {
        std::uint64_t const connection = by_time_.begin()->second;
        entry& known = entries_.at(connection);
        if (known.expires <= now) {
            steps.push_back({connection, token_news::expired, {}});
            remove(connection);
            continue;
        }
        steps.push_back(
            {connection, token_news::expiring, std::chrono::duration_cast<std::chrono::seconds>(known.expires - now)});
        by_time_.erase(known.place);
        known.place = by_time_.emplace(known.expires, connection);
    }
    return steps;
}

std::optional<steady_time> live_tokens::next() const noexcept {
    if (by_time_.empty())
        return std::nullopt;
    return by_time_.begin()->first;
}

} // namespace tickhub::http
