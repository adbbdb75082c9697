#pragma once

#include <map>
#include <string>

namespace tests {

/// Has Python's jsonschema check YAML texts against a JSON Schema; by their names returns "ok", or where and what the
/// first fault is. Throws when the validator itself fails, as it does for a schema that is none. [any thread]
std::map<std::string, std::string> validated_by_schema(std::string const& schema,
                                                       std::map<std::string, std::string> const& texts);

} // namespace tests
