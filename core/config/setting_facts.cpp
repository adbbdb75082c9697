#include "config/setting_facts.hpp"

namespace tickhub::config {

std::string takes(declared_setting const& setting) {
    if (setting.type == setting_type::choice) {
        std::string text;
        for (std::string const& choice : setting.choices)
            text += (text.empty() ? "" : " | ") + choice;
        return text;
    }
    if (setting.type == setting_type::one_of)
        return "one of the forms below, named by '" + setting.tag + "'";
    if (setting.items.empty())
        return std::string{name_of(setting.type)};
    declared_setting const& item = setting.items.front();
    std::string text =
        std::string{name_of(setting.type)} + (item.type == setting_type::choice ? " of these: " : " of ");
    text += takes(item);
    if (std::string const bounds = range(item); !bounds.empty())
        text += " (" + bounds + ")";
    return text;
}

std::string range(declared_setting const& setting) {
    if (setting.min && setting.max)
        return *setting.min + " to " + *setting.max;
    if (setting.min)
        return "at least " + *setting.min;
    if (setting.max)
        return "at most " + *setting.max;
    return {};
}

std::string_view how_written(setting_type type) noexcept {
    switch (type) {
    case setting_type::boolean:
        return "true or false";
    case setting_type::integer:
        return "decimal digits, 42";
    case setting_type::decimal:
        return "a decimal number, exact to nine places, 1.5";
    case setting_type::symbol:
        return "an instrument's symbol, taken as text even where it looks like a number or a boolean";
    case setting_type::path:
        return "a path, relative to the config file";
    case setting_type::duration:
        return "a number and a unit, 250ms, 5s, 1m, 2h or 1d";
    case setting_type::size:
        return "a number and a unit, 512B, 64KiB, 16MiB or 1GiB";
    case setting_type::price:
        return "a decimal number, exact to nine places, 2188.65";
    case setting_type::date:
        return "2021-06-11";
    case setting_type::time_of_day:
        return "09:15 or 09:15:30";
    case setting_type::time_zone:
        return "a name of the IANA database, Asia/Kolkata or UTC";
    case setting_type::secret:
        return "${env:NAME} or ${file:path}, never the secret itself";
    case setting_type::url_path:
        return "a path of a URL, /stream";
    case setting_type::listener:
        return "the name of a listener of this config";
    case setting_type::component:
        return "the name of a component of this config";
    default:
        return {};
    }
}

std::string kind_phrase(manifest const& plugin) {
    std::string const style{name_of(plugin.feed)};
    return "a " + style + (style.empty() ? "" : " ") + std::string{name_of(plugin.kind)};
}

} // namespace tickhub::config
