// What a client is told between `hello` and the notices.
#pragma once

#include "history.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tickhub::admin_notifier {

/// Where one client starts.
struct beginning {
    std::uint64_t after = 0; ///< it is told what is kept and has a higher number than this
    severity least = severity::info;
    bool recovered = false;                       ///< whether nothing lies between what it had and what it is told
    std::optional<std::string_view> bad_severity; ///< as it wrote it; borrowed from the request
};

/// A new client is told all that is kept. One that comes back gets what it missed when all of that is kept, else it is
/// treated like a new one. A severity that doesn't exist is left out of account. [any thread]
[[nodiscard]] beginning begin_at(history const& kept, std::optional<std::string_view> last_event_id,
                                 std::optional<std::string_view> least);

/// The data of `event: resume`. [any thread]
void append_resume(std::string& out, history const& kept, beginning const& start);

/// The data of `event: problem` for a severity that doesn't exist. [any thread]
void append_severity_problem(std::string& out, std::string_view severity);

} // namespace tickhub::admin_notifier
