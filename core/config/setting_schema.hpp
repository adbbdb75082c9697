// A declared setting as JSON Schema (draft 7).
#pragma once

#include "config/manifest.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tickhub::config {

/// The schema of one value. Values may be typed, as an editor reads them (`speed: 2` is a number), or all text; where
/// `${…}` may stand for a value, it is allowed. [any thread]
[[nodiscard]] boost::json::object schema_of_setting(declared_setting const& setting);

/// The schema of an object with exactly these members. [any thread]
[[nodiscard]] boost::json::object schema_of_members(std::vector<declared_setting> const& members);

/// Says that where `key` is `value`, `then` holds too. [any thread]
[[nodiscard]] boost::json::object schema_where(std::string_view key, std::string_view value, boost::json::object then);

/// A one-line summary for an editor's hover: doc, what it takes, bounds. [any thread]
[[nodiscard]] std::string hover_text(declared_setting const& setting);

} // namespace tickhub::config
