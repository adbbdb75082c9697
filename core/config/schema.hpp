// JSON Schema of a whole configuration, put together from what the hub and the plugins declare, so that an editor
// completes, explains and checks it as one types.
#pragma once

#include "config/catalogue.hpp"

#include <string>

namespace tickhub::config {

/// Draft 7, which is what the editors' YAML servers know best; one line, ending in a newline. Plugins that can't be
/// used are not in it. What it can't say, `tickhub check` does: bounds of durations and sizes, names of listeners and
/// components, symbols that two feeds bring. [control]
[[nodiscard]] std::string schema_of_configs(catalogue const& plugins);

} // namespace tickhub::config
