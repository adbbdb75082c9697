#include "presets/column_preset.hpp"

#include "number_field.hpp"
#include "text.hpp"

namespace tickhub::csv_replay {

column_preset::column_preset(file_format const& format, zone const& local, std::vector<column> columns)
    : header_{format.header}
    , quantity_decimals_{format.quantity_decimals}
    , interval_{format.interval}
    , price_unit_{format.price_unit}
    , time_{format.time, local}
    , columns_{std::move(columns)} {
    place_.fill(absent);
}

std::string column_preset::bind(csv_header const& header) {
    std::string missing;
    std::string repeated;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        column const& wanted = columns_[i];
        auto found = header.find(wanted.names);
        if (!header_ && !found && i < header.columns())
            found = i;
        place_[static_cast<std::size_t>(wanted.role)] = found.value_or(absent);
        if (!found && !wanted.optional) {
            missing += missing.empty() ? "" : ", ";
            missing += printable(wanted.names.front(), 40);
        }
        if (auto const name = header.repeated(wanted.names); !name.empty()) {
            repeated += repeated.empty() ? "" : ", ";
            repeated += printable(name, 40);
        }
    }
    if (!missing.empty())
        return "it lacks the column(s) " + missing + "; it has: " + header.describe();
    if (!repeated.empty())
        return "it has more than one column " + repeated +
               ": name each once, or map columns by number; it has: " + header.describe();
    return {};
}

std::optional<tickhub::price> column_preset::price(std::span<std::string_view const> fields, role r) const noexcept {
    auto const value = read_price(field(fields, r));
    return value ? in_unit(*value, price_unit_) : value;
}

std::string_view column_preset::read_bar(std::span<std::string_view const> fields, row_values& out) const {
    auto const open = price(fields, role::open);
    auto const high = price(fields, role::high);
    auto const low = price(fields, role::low);
    auto const close = price(fields, role::close);
    if (!open || !high || !low || !close)
        return "one of its prices is not a number";
    out.shape = row_shape::bar;
    out.open = *open;
    out.high = *high;
    out.low = *low;
    out.last = *close;
    out.known = out.stamp + interval_;
    return {};
}

std::string_view column_preset::read_quantities(std::span<std::string_view const> fields, row_values& out) const {
    for (role const r : {role::volume, role::quantity}) {
        if (!has(r))
            continue;
        auto const value = read_quantity(field(fields, r), quantity_decimals_);
        if (!value)
            return r == role::volume ? "its volume is not a count with at most quantity_decimals decimals"
                                     : "its quantity is not a count with at most quantity_decimals decimals";
        // A bar's volume is that of its interval; a tick's is the day's so far.
        bool const of_the_day = r == role::volume && out.shape == row_shape::tick;
        (of_the_day ? out.volume : out.quantity) = *value;
    }
    return {};
}

std::string_view column_preset::read(std::span<std::string_view const> fields, row_values& out) {
    auto const when = time_.read(field(fields, role::time));
    if (!when)
        return "its time cannot be read";
    out = row_values{};
    out.stamp = *when;
    out.known = *when;
    out.day = time_.local().day_of(*when);
    if (has(role::open)) {
        if (auto const problem = read_bar(fields, out); !problem.empty())
            return problem;
    } else {
        auto const last = price(fields, role::price);
        if (!last)
            return "its price is not a number";
        out.last = *last;
    }
    return read_quantities(fields, out);
}

} // namespace tickhub::csv_replay
