// Sessions that were logged out, as long as one of their tokens would still be good.
#pragma once

#include "http/identity.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace tickhub::http {

/// Takes the time as an argument.
class ended_sessions {
public:
    /// A login costs a password check, so that this many logouts within one token's life are no people's doing.
    static constexpr std::size_t most = 100'000;

    /// Whose tokens are all over at `until`. False when there are too many: then the session must be ended otherwise.
    [[nodiscard]] bool add(std::string session, unix_time until, unix_time now) {
        while (!by_time_.empty() && by_time_.begin()->first <= now) {
            sessions_.erase(by_time_.begin()->second);
            by_time_.erase(by_time_.begin());
        }
        if (sessions_.size() >= most)
            return false;
        if (sessions_.emplace(session, until).second)
            by_time_.emplace(until, std::move(session));
        return true;
    }
    [[nodiscard]] bool contains(std::string_view session) const { return sessions_.find(session) != sessions_.end(); }
    [[nodiscard]] std::size_t size() const noexcept { return sessions_.size(); }

private:
    std::map<std::string, unix_time, std::less<>> sessions_;
    std::multimap<unix_time, std::string> by_time_;
};

} // namespace tickhub::http
