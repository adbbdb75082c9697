// What a client is told between `hello` and the data: what it can't have, and what became of what it missed.
#pragma once

#include "numbering.hpp"
#include "subscription.hpp"

#include <string>

namespace tickhub::sse_broadcaster {

/// The data of `event: problem`. [any thread]
void append_problem(std::string& out, problem const& p);

/// The data of `event: resume`: for each event topic, whether everything since the client's last event has reached it.
/// A malformed id, or one of another epoch, has missed an unknown part of everything. [any thread]
void append_resume(std::string& out, std::string_view last_event_id, topic_set topics, numbering const& numbers);

} // namespace tickhub::sse_broadcaster
