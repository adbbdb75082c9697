// The recent notices, for clients that connect and for those that come back.
#pragma once

#include "severity.hpp"

#include <tickhub/event_id.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace tickhub::admin_notifier {

/// What has been sent, numbered without a hole, the oldest first; bounded by count and by bytes.
class history {
public:
    struct entry {
        std::uint64_t sequence;
        severity grade;
        std::string_view event; ///< notice, or gap; a literal
        std::string json;
    };

    /// Together the kept entries fit into one connection's outbox, so that telling them doesn't end it.
    static constexpr std::size_t max_bytes = std::size_t{128} * 1024;

    history(std::uint64_t epoch, std::size_t max_entries) noexcept : here_{epoch, 1}, max_entries_{max_entries} {}

    /// Numbers and keeps a message; forgets the oldest over the bounds. Returns its number. [serialised]
    std::uint64_t add(std::string_view event, severity grade, std::string_view json);

    /// The number of the last message; it begins at 1, which no message has.
    [[nodiscard]] event_id here() const noexcept { return here_; }

    /// Where a client starts that is told all that is kept: the number before the oldest.
    [[nodiscard]] std::uint64_t beginning() const noexcept { return here_.sequence - entries_.size(); }

    /// Whether all that came after `then` is still kept.
    [[nodiscard]] bool reaches_back_to(event_id then) const noexcept {
        return then.epoch == here_.epoch && then.sequence >= beginning() && then.sequence <= here_.sequence;
    }

    /// Calls with each kept entry after the number that is as grave as `least`, the oldest first.
    template <class Call>
    void for_each_after(std::uint64_t sequence, severity least, Call call) const {
        for (auto const& kept : entries_) {
            if (kept.sequence > sequence && kept.grade >= least)
                call(kept);
        }
    }

private:
    std::deque<entry> entries_;
    event_id here_;
    std::size_t max_entries_;
    std::size_t bytes_ = 0;
};

} // namespace tickhub::admin_notifier
