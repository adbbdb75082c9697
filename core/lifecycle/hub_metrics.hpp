// What /metrics tells beyond what components count themselves.
#pragma once

#include "observe/metrics.hpp"

#include <vector>

namespace tickhub::lifecycle {

struct hub_parts;

/// Adds the books of every component, route and sink, and the server's counters. Called at a scrape. [any thread]
void collect_metrics(hub_parts const& parts, std::vector<observe::sample>& out);

} // namespace tickhub::lifecycle
