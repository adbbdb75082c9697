// The tokens that live connections were opened with: what happens to each connection when, and to whom.
#pragma once

#include "http/deadlines.hpp"
#include "http/identity.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tickhub::http {

/// What a connection is told; after all but the first it is closed.
enum class token_news : std::uint8_t { expiring, expired, revoked };

struct token_step {
    std::uint64_t connection = 0;
    token_news what{};
    std::chrono::seconds left{0}; ///< until it expires
};

/// Those of one I/O thread. Takes the time as an argument.
class live_tokens {
public:
    static constexpr std::chrono::seconds warning{60}; ///< before the end

    void add(std::uint64_t connection, std::shared_ptr<identity const> who, steady_time now, unix_time wall_clock);
    void remove(std::uint64_t connection);
    /// A session's token was renewed: its connections live on.
    void extend(std::string_view session, unix_time expires, steady_time now, unix_time wall_clock);
    /// Those that `good` finds good no more; they are forgotten.
    [[nodiscard]] std::vector<token_step> revoke(std::function<bool(identity const&)> const& good);
    /// What is due; those that have expired are forgotten.
    [[nodiscard]] std::vector<token_step> due(steady_time now);
    [[nodiscard]] std::optional<steady_time> next() const noexcept;
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

private:
    struct entry {
        std::shared_ptr<identity const> who;
        steady_time expires;
        std::multimap<steady_time, std::uint64_t>::iterator place;
    };
    void schedule(std::uint64_t connection, entry& what, steady_time now);

    std::unordered_map<std::uint64_t, entry> entries_;
    std::multimap<steady_time, std::uint64_t> by_time_; // the warning, then the end
};

} // namespace tickhub::http
