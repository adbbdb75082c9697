#include "settings_of_formats.hpp"

#include "presets/column_preset.hpp"

#include <string_view>

namespace tickhub::csv_replay {
namespace {

time_format read_time_format(std::string_view text) {
    if (text == "seconds")
        return time_format::seconds;
    if (text == "milliseconds")
        return time_format::milliseconds;
    if (text == "microseconds")
        return time_format::microseconds;
    if (text == "nanoseconds")
        return time_format::nanoseconds;
    return time_format::text;
}

bool refuse(tickhub::setting node, std::string_view reason) {
    node.refuse(reason);
    return false;
}

bool read_columns(tickhub::setting format, file_format& out) {
    auto const columns = format["columns"];
    for (std::string_view const name : role_names) {
        if (columns[name])
            out.columns.emplace_back(name, columns[name].as_string());
    }
    bool const whole_bar = columns["open"] && columns["high"] && columns["low"] && columns["close"];
    bool const part_of_bar = columns["open"] || columns["high"] || columns["low"] || columns["close"];
    if (part_of_bar && !whole_bar)
        return refuse(columns, "a bar has all four of open, high, low and close");
    if (whole_bar == bool{columns["price"]})
        return refuse(columns, "name either price, or open, high, low and close");
    if (columns["volume"] && columns["quantity"])
        return refuse(columns["quantity"], "name either volume or quantity: one follows from the other");
    if (whole_bar && columns["quantity"])
        return refuse(columns["quantity"], "what a bar moved is its volume");
    if (whole_bar && !format["interval"])
        return refuse(format, "bars need an interval, as interval: 1m");
    return true;
}

} // namespace

bool read_format(tickhub::setting format, file_format& out) {
    auto const preset = format["preset"].as_text();
    if (!format)
        return true;
    out.preset = preset == "ohlcv"     ? preset_kind::ohlcv
                 : preset == "mapping" ? preset_kind::mapping
                                       : preset_kind::ticks;
    out.header = format["header"].as_boolean();
    out.time = read_time_format(format["time"].as_text());
    out.interval = std::chrono::nanoseconds{format["interval"].as_integer()};
    if (out.preset != preset_kind::mapping)
        return true;
    out.price_unit = format["price_unit"].as_integer();
    return read_columns(format, out);
}

} // namespace tickhub::csv_replay
