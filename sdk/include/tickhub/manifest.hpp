// What a plugin says of itself before any of its code runs: its name, kind and settings, declared once in C++ and laid
// down at compile time as JSON in the ELF section `.tickhub.manifest`.
#pragma once

#include "tickhub/abi.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tickhub {

// GCC takes a scoped enumerator for one that hides tickhub::duration of timestamp.hpp.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
/// What a setting takes in YAML, and what the plugin reads.
enum class type {
    boolean,     ///< true, false                       -> as_boolean
    integer,     ///< 42; decimal digits only           -> as_integer
    decimal,     ///< 1.5, exact                        -> as_integer, 1e-9
    text,        ///< any scalar, taken as text         -> as_text
    symbol,      ///< an instrument; ON, NO, 0700 too   -> as_text
    path,        ///< relative to the config file       -> as_text, absolute
    duration,    ///< 250ms, 5s, 1m, 2h, 1d             -> as_nanoseconds
    size,        ///< 64KiB, 16MiB, 512B                -> as_integer, bytes
    price,       ///< 2188.65, exact                    -> as_integer, 1e-9
    date,        ///< 2021-06-11                        -> as_integer, yyyymmdd
    time_of_day, ///< 09:15 or 09:15:30                 -> as_integer, nanoseconds after midnight
    time_zone,   ///< Asia/Kolkata, UTC                 -> as_text
    choice,      ///< one of `choices`                  -> as_text
    secret,      ///< ${env:NAME} or ${file:path}       -> as_text; never printed
    listener,    ///< the name of a listener            -> as_text
    url_path,    ///< /stream; where a sink serves it   -> as_text
    component,   ///< the name of a component           -> as_text
    list,        ///< items of one declaration          -> iterate
    map,         ///< text keys to items                -> iterate, key
    object,      ///< members                           -> operator[]
    one_of       ///< an object whose member `tag` names one of `alternatives`
};
#pragma GCC diagnostic pop

struct alternative;

/// One declared setting. Texts of `by_default`, `min` and `max` are as they would be written in YAML.
struct declaration {
    std::string_view name = {};
    tickhub::type type = tickhub::type::text;
    std::string_view doc = {};
    bool required = false;
    char const* by_default = nullptr; ///< nullptr: may be absent
    char const* min = nullptr;
    char const* max = nullptr;
    std::span<std::string_view const> choices = {};
    declaration const* items = nullptr;        ///< of a list or map; its name is not used
    std::span<declaration const> members = {}; ///< of an object
    std::string_view tag = {};                 ///< of a one_of
    std::span<alternative const> alternatives = {};
};

/// One shape that a one_of can take.
struct alternative {
    std::string_view name = {};
    std::string_view doc = {};
    std::span<declaration const> members = {};
};

/// What a plugin is. `kind` and `feed` are filled in from its class by TICKHUB_PLUGIN.
struct manifest {
    std::string_view name; ///< as in `plugin: name`, and the library's file name
    std::string_view version = {};
    std::string_view doc = {};
    std::span<std::string_view const> capabilities = {}; ///< "clock": a pull feed that can be the hub's clock
    std::span<declaration const> settings = {};
};

namespace detail {

constexpr std::string_view type_names[] = {"boolean",  "integer", "decimal",  "text",     "symbol",      "path",
                                           "duration", "size",    "price",    "date",     "time_of_day", "time_zone",
                                           "choice",   "secret",  "listener", "url_path", "component",   "list",
                                           "map",      "object",  "one_of"};

// Writes JSON to `out`, or only counts when out is nullptr: the same code measures and fills.
struct json_sink {
    char* out = nullptr;
    std::size_t size = 0;

    constexpr void put(char c) {
        if (out != nullptr)
            out[size] = c;
        ++size;
    }
    constexpr void raw(std::string_view text) {
        for (char c : text)
            put(c);
    }
    constexpr void text(std::string_view value) {
        put('"');
        for (char c : value) {
            auto const byte = static_cast<unsigned char>(c);
            if (c == '"' || c == '\\') {
                put('\\');
                put(c);
            } else if (byte < 0x20) {
                constexpr std::string_view hex = "0123456789abcdef";
                raw("\\u00");
                put(hex[byte >> 4]);
                put(hex[byte & 15]);
            } else {
                put(c);
            }
        }
        put('"');
    }
    constexpr void key(std::string_view name) {
        text(name);
        put(':');
    }
    constexpr void member(std::string_view name, std::string_view value) {
        put(',');
        key(name);
        text(value);
    }
    constexpr void optional_member(std::string_view name, char const* value) {
        if (value != nullptr)
            member(name, value);
    }
    constexpr void texts(std::string_view name, std::span<std::string_view const> values) {
        put(',');
        key(name);
        put('[');
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (i != 0)
                put(',');
            text(values[i]);
        }
        put(']');
    }
    constexpr void declarations(std::string_view name, std::span<declaration const> values) {
        put(',');
        key(name);
        put('[');
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (i != 0)
                put(',');
            write(values[i]);
        }
        put(']');
    }
    constexpr void write(declaration const& d) {
        put('{');
        key("name");
        text(d.name);
        member("type", type_names[static_cast<std::size_t>(d.type)]);
        member("doc", d.doc);
        if (d.required)
            raw(",\"required\":true");
        optional_member("default", d.by_default);
        optional_member("min", d.min);
        optional_member("max", d.max);
        if (!d.choices.empty())
            texts("choices", d.choices);
        // Not `items != nullptr`: under -fsanitize=undefined GCC can't tell that of an inline variable's address.
        if (d.type == type::list || d.type == type::map) {
            put(',');
            key("items");
            write(*d.items);
        }
        if (!d.members.empty())
            declarations("members", d.members);
        if (!d.tag.empty())
            member("tag", d.tag);
        if (!d.alternatives.empty()) {
            raw(",\"alternatives\":[");
            for (std::size_t i = 0; i < d.alternatives.size(); ++i) {
                if (i != 0)
                    put(',');
                put('{');
                key("name");
                text(d.alternatives[i].name);
                member("doc", d.alternatives[i].doc);
                declarations("members", d.alternatives[i].members);
                put('}');
            }
            put(']');
        }
        put('}');
    }
    constexpr void write(manifest const& m, std::uint32_t kind, std::uint32_t feed) {
        constexpr std::string_view kinds[] = {"", "feed", "processor", "sink"};
        constexpr std::string_view feeds[] = {"", "timer", "pull", "loop"};
        put('{');
        key("name");
        text(m.name);
        member("version", m.version);
        member("kind", kinds[kind]);
        if (feed != TICKHUB_FEED_NONE)
            member("feed", feeds[feed]);
        member("doc", m.doc);
        texts("capabilities", m.capabilities);
        declarations("settings", m.settings);
        put('}');
    }
};

constexpr std::size_t manifest_size(manifest const& m, std::uint32_t kind, std::uint32_t feed) {
    json_sink counter;
    counter.write(m, kind, feed);
    return counter.size;
}

template <std::size_t Size>
struct manifest_block {
    tickhub_manifest_header header;
    char json[Size];
};

template <std::size_t Size>
constexpr manifest_block<Size> make_manifest_block(manifest const& m, std::uint32_t kind, std::uint32_t feed) {
    manifest_block<Size> block{};
    constexpr std::string_view magic = TICKHUB_MANIFEST_MAGIC;
    for (std::size_t i = 0; i < magic.size(); ++i)
        block.header.magic[i] = magic[i];
    block.header.abi_major = TICKHUB_ABI_MAJOR;
    block.header.abi_minor = TICKHUB_ABI_MINOR;
    block.header.size = Size;
    json_sink writer{block.json, 0};
    writer.write(m, kind, feed);
    return block;
}

} // namespace detail
} // namespace tickhub
