// What a plugin declares about itself and its settings, as the hub holds it after reading the manifest.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace tickhub::config {

/// What a setting takes; tickhub/manifest.hpp says how each is written and what the plugin reads.
enum class setting_type {
    boolean,
    integer,
    decimal,
    text,
    symbol,
    path,
    duration,
    size,
    price,
    date,
    time_of_day,
    time_zone,
    choice,
    secret,
    listener,
    component,
    list,
    map,
    object,
    one_of
};

struct declared_alternative;

/// One setting as it is declared. `by_default`, `min` and `max` are as they would be written in YAML ("250ms", "64KiB",
/// "[]", "{}"); min and max of a list or map bound its number of items, of a text its bytes.
struct declared_setting {
    std::string name;
    setting_type type = setting_type::text;
    std::string doc;
    bool required = false;
    std::optional<std::string> by_default, min, max;
    std::vector<std::string> choices;
    std::vector<declared_setting> items;   ///< of a list or map: exactly one, the declaration of each item
    std::vector<declared_setting> members; ///< of an object
    std::string tag;                       ///< of a one_of: an object whose member `tag` names the alternative
    std::vector<declared_alternative> alternatives;
};

/// One shape that a one_of can take.
struct declared_alternative {
    std::string name;
    std::string doc;
    std::vector<declared_setting> members;
};

enum class plugin_kind { feed = 1, processor = 2, sink = 3 };
enum class feed_style { none = 0, timer = 1, pull = 2, loop = 3 };

/// A plugin's description of itself, got without running any of its code.
struct manifest {
    std::string name, version, doc;
    plugin_kind kind = plugin_kind::feed;
    feed_style feed = feed_style::none;
    std::vector<std::string> capabilities; ///< "clock": a pull feed that can be the hub's clock
    std::vector<declared_setting> settings;
};

} // namespace tickhub::config
