// What a client is told between `hello` and the data: what it can't have.
#pragma once

#include "subscription.hpp"

#include <string>

namespace tickhub::sse_broadcaster {

/// The data of `event: problem`. [any thread]
void append_problem(std::string& out, problem const& p);

} // namespace tickhub::sse_broadcaster
