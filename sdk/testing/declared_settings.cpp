#include "manifest_json.hpp"

#include <tickhub/decimal.hpp>
#include <tickhub/events.hpp>
#include <tickhub/testing/declared_settings.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace tickhub::testing {
namespace {

struct unit {
    std::string_view name;
    std::int64_t size;
};
constexpr std::array durations{unit{"ns", 1},
                               unit{"us", 1'000},
                               unit{"ms", 1'000'000},
                               unit{"s", 1'000'000'000},
                               unit{"m", 60'000'000'000},
                               unit{"h", 3'600'000'000'000},
                               unit{"d", 86'400'000'000'000}};
constexpr std::array sizes{unit{"B", 1},     unit{"KiB", 1 << 10},  unit{"MiB", 1 << 20},     unit{"GiB", 1 << 30},
                           unit{"KB", 1000}, unit{"MB", 1'000'000}, unit{"GB", 1'000'000'000}};

[[noreturn]] void fail(std::string_view type, std::string_view text) {
    throw std::runtime_error{"`" + std::string{text} + "` is no " + std::string{type}};
}

std::int64_t number(std::string_view type, std::string_view text, unsigned decimals) {
    auto const parsed = parse_decimal(text, decimals);
    if (!parsed)
        fail(type, text);
    return parsed.value;
}

template <std::size_t Count>
std::int64_t with_unit(std::string_view type, std::string_view text, std::array<unit, Count> const& units) {
    auto const digits = std::min(text.find_first_not_of("0123456789."), text.size());
    for (auto const& [name, size] : units) {
        if (text.substr(digits) == name)
            return number(type, text.substr(0, digits), 3) * size / 1'000;
    }
    fail(type, text);
}

// 2021-06-11 and 09:15:30, their separators left out.
std::int64_t date(std::string_view text) {
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char c) { return c != '-'; });
    return number("date", digits, 0);
}
std::int64_t time_of_day(std::string_view text) {
    if (text.size() < 5)
        fail("time_of_day", text);
    auto const minutes = number("time_of_day", text.substr(0, 2), 0) * 60 + number("time_of_day", text.substr(3, 2), 0);
    auto const seconds = text.size() > 6 ? number("time_of_day", text.substr(6), 9) : 0;
    return minutes * 60'000'000'000 + seconds;
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
        text = text.substr(1, text.size() - 2);
    return text;
}

// [a, b, c] of scalars.
setting_value list_from(manifest_json const& items, std::string_view text) {
    auto made = setting_value::list();
    if (!text.starts_with('[') || !text.ends_with(']'))
        fail("list", text);
    text = trimmed(text.substr(1, text.size() - 2));
    while (!text.empty()) {
        auto const end = std::min(text.find(','), text.size());
        made.add(value_from_text(items["type"].text, trimmed(text.substr(0, end))));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return made;
}

setting_value members_from(manifest_json const& declarations);

setting_value from_text(manifest_json const& declaration, std::string_view text) {
    auto const& type = declaration["type"].text;
    if (type == "list")
        return list_from(declaration["items"], text);
    if (type == "object" && text == "{}")
        return members_from(declaration["members"]);
    return value_from_text(type, text);
}

// What an operator who must write something could write.
setting_value anything(manifest_json const& declaration) {
    auto const& type = declaration["type"].text;
    if (auto const& lowest = declaration["min"])
        return value_from_text(type, lowest.text);
    if (type == "choice")
        return declaration["choices"].items.at(0).text;
    if (type == "list")
        return setting_value::list({anything(declaration["items"])});
    if (type == "map")
        return setting_value::map({{"x", anything(declaration["items"])}});
    if (type == "object")
        return members_from(declaration["members"]);
    if (type == "one_of") {
        auto const& first = declaration["alternatives"].items.at(0);
        auto made = members_from(first["members"]);
        made.set(declaration["tag"].text, first["name"].text);
        return made;
    }
    if (type == "time_zone")
        return "UTC";
    if (type == "url_path")
        return "/x";
    if (type == "date")
        return 19'700'101;
    for (std::string_view const text : {"text", "symbol", "path", "secret", "listener", "component"}) {
        if (type == text)
            return "x";
    }
    return 0;
}

setting_value members_from(manifest_json const& declarations) {
    auto made = setting_value::object();
    for (auto const& declaration : declarations.items) {
        if (auto const& given = declaration["default"])
            made.set(declaration["name"].text, from_text(declaration, given.text));
        else if (declaration["required"])
            made.set(declaration["name"].text, anything(declaration));
    }
    return made;
}

} // namespace

setting_value value_from_text(std::string_view type, std::string_view text) {
    if (type == "boolean")
        return text == "true" ? 1 : text == "false" ? 0 : (fail(type, text), 0);
    if (type == "integer")
        return number(type, text, 0);
    if (type == "decimal" || type == "price")
        return number(type, text, 9);
    if (type == "duration")
        return with_unit(type, text, durations);
    if (type == "size")
        return with_unit(type, text, sizes);
    if (type == "date")
        return date(text);
    if (type == "time_of_day")
        return time_of_day(text);
    if (type == "map")
        return setting_value::map();
    if (type == "list" || type == "object" || type == "one_of")
        fail(type, text);
    return text;
}

setting_value value_from_text(std::string_view manifest, std::string_view name, std::string_view text) {
    auto const whole = manifest_json::read(manifest);
    for (auto const& declaration : whole["settings"].items) {
        if (declaration["name"].text == name)
            return from_text(declaration, text);
    }
    throw std::runtime_error{"the plugin has no setting `" + std::string{name} + "`"};
}

setting_value declared_settings(std::string_view manifest) {
    return members_from(manifest_json::read(manifest)["settings"]);
}

setting_value declared_settings(tickhub_plugin const& plugin) {
    return declared_settings(to_view(plugin.manifest));
}

std::string declared_name(std::string_view manifest) {
    return manifest_json::read(manifest)["name"].text;
}

} // namespace tickhub::testing
