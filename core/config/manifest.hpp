// What a plugin declares of itself, as the hub sees it: read from the JSON in the plugin's file before any of its code
// runs. The settings of a component are checked against it, and `describe` and `schema` tell of it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tickhub::config {

/// What a setting takes in YAML; tickhub/manifest.hpp says what each looks like.
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
    url_path,
    component,
    list,
    map,
    object,
    one_of
};

struct declared_alternative;

/// One setting that a plugin declares.
struct declared_setting {
    std::string name;
    setting_type type;
    std::string doc;
    bool required = false;
    std::optional<std::string> by_default, min, max; ///< as they would be written in YAML: "250ms", "64KiB", "[]", "{}"
    std::vector<std::string> choices;
    std::vector<declared_setting> items;            ///< list, map: exactly one, the declaration of each item
    std::vector<declared_setting> members;          ///< object
    std::string tag;                                ///< one_of: the member that names the alternative
    std::vector<declared_alternative> alternatives; ///< one_of
};

/// One shape that a one_of can take.
struct declared_alternative {
    std::string name;
    std::string doc;
    std::vector<declared_setting> members;
};

enum class plugin_kind { feed = 1, processor = 2, sink = 3 };
enum class feed_style { none = 0, timer = 1, pull = 2, loop = 3 };

/// A whole plugin.
struct manifest {
    std::string name, version, doc;
    plugin_kind kind;
    feed_style feed;
    std::vector<std::string> capabilities;
    std::vector<declared_setting> settings;
};

/// The names that manifests use: "duration", "one_of"; "feed", "sink"; "pull" (empty for none). [any thread]
[[nodiscard]] std::string_view name_of(setting_type type) noexcept;
[[nodiscard]] std::string_view name_of(plugin_kind kind) noexcept;
[[nodiscard]] std::string_view name_of(feed_style style) noexcept;

/// Why a manifest can't be used: `what`, at `where` inside it ("settings.files.items"; empty: the whole).
struct manifest_refusal {
    std::string where;
    std::string what;
};

/// What to do with members that this hub's ABI doesn't know: a manifest of this minor version or an older one has none,
/// so there they are typing errors; one of a newer minor version may have some.
enum class unknown_members { refused, ignored };

/// Bounds on a manifest, which comes from a file that nobody has vouched for yet.
inline constexpr std::size_t manifest_max_bytes = std::size_t{1} << 20;
inline constexpr std::size_t manifest_max_settings = 2048; ///< nested ones included
inline constexpr std::size_t manifest_max_nesting = 8;     ///< settings within settings
inline constexpr std::size_t manifest_max_name = 64;       ///< bytes of a name, a version or a choice
inline constexpr std::size_t manifest_max_doc = 4096;      ///< bytes

/// Reads the manifest and checks it against the rules of declarations. The bytes may be anything. [any thread]
[[nodiscard]] std::variant<manifest, manifest_refusal>
parse_manifest(std::string_view json, unknown_members policy = unknown_members::refused);

} // namespace tickhub::config
