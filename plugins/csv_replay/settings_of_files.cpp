#include "settings_of_files.hpp"

#include "file_cursor.hpp"
#include "settings_of_formats.hpp"
#include "time_field.hpp"

#include <tickhub/enum_names.hpp>
#include <tickhub/money.hpp>
#include <tickhub/powers_of_ten.hpp>
#include <tickhub/time.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace tickhub::csv_replay {
namespace {

bool refuse(tickhub::setting node, std::string_view reason) {
    node.refuse(reason);
    return false;
}

// The file's own setting, or else the feed's.
tickhub::setting own_or_common(tickhub::setting file, tickhub::setting common, std::string_view name) {
    return file[name] ? file[name] : common[name];
}

std::optional<policy> read_policy(tickhub::setting node) {
    if (!node)
        return std::nullopt;
    return node.as_text() == "repair" ? policy::repair : node.as_text() == "skip" ? policy::skip : policy::reject;
}

void read_faults(tickhub::setting faults, fault_policies& out) {
    if (auto const all = read_policy(faults["all"]))
        out.set_all(*all);
    for (fault const kind : all_faults) {
        if (auto const wanted = read_policy(faults[name_of(kind)]))
            out.set(kind, *wanted);
    }
}

// A bound of the range: a time, or a time of the file's day.
bool read_bound(tickhub::setting node, time_field& times, std::optional<wall_day> day, instant& out) {
    if (!node)
        return true;
    auto found = times.read(node.as_text());
    if (!found && day) {
        char date[tickhub::date_size];
        tickhub::format_date(date, to_yyyymmdd(*day));
        found = times.read(std::string(date, sizeof(date)) + " " + node.as_string());
    }
    if (!found)
        return refuse(node, day ? "a time is 09:15, 09:15:30, or with its day 2021-06-11 09:15:00"
                                : "a time is 2021-06-11 09:15:00; 09:15 alone needs range: file_day");
    out = *found;
    return true;
}

bool read_range(tickhub::setting file, tickhub::setting common, file_plan& out) {
    time_field times{time_format::text, out.local};
    std::optional<wall_day> day;
    if (own_or_common(file, common, "range").as_text() == "file_day") {
        day = day_in_name(out.path);
        if (!day)
            return refuse(file["path"], "range: file_day needs a day in the file's name, as in TCS_2021-06-11.csv");
        out.range.from = std::max(out.range.from, instant{out.local.begin_of(*day)});
        out.range.to = instant{out.local.begin_of(*day + wall_day{1})};
    }
    time_range asked;
    if (!read_bound(own_or_common(file, common, "from"), times, day, asked.from) ||
        !read_bound(own_or_common(file, common, "to"), times, day, asked.to))
        return false;
    out.range = out.range & asked;
    if (out.range.from >= out.range.to)
        return refuse(own_or_common(file, common, "to"), "the range is empty: `to` must be later than `from`");
    return true;
}

bool has_description(tickhub::setting file) {
    constexpr std::array<std::string_view, 9> members = {
        "name",     "instrument_class",    "currency",  "isin", "sector", "quantity_decimals",
        "lot_size", "min_price_increment", "prev_close"};
    return std::any_of(members.begin(), members.end(), [&](auto member) { return bool{file[member]}; });
}

tickhub::price read_optional_price(tickhub::setting node) {
    return node ? tickhub::price{node.as_integer()} : tickhub::price::undefined();
}

instrument_plan describe(tickhub::setting file, tickhub::setting common) {
    instrument_plan out;
    out.symbol = file["symbol"].as_string();
    out.name = file["name"].as_string();
    out.isin = file["isin"].as_string();
    out.sector = file["sector"].as_string();
    out.currency = own_or_common(file, common, "currency").as_string();
    out.instrument_class =
        tickhub::value_of(tickhub::instrument_class_names, own_or_common(file, common, "instrument_class").as_text());
    out.quantity_decimals = static_cast<unsigned>(file["quantity_decimals"].as_integer());
    out.min_price_increment = read_optional_price(file["min_price_increment"]);
    out.prev_close = read_optional_price(file["prev_close"]);
    if (file["lot_size"])
        out.lot_size =
            tickhub::quantity{file["lot_size"].as_integer() / tickhub::power_of_ten(9 - out.quantity_decimals)};
    return out;
}

// The place of the file's instrument; a new symbol is made known to the host.
bool find_instrument(replay_plan& plan, tickhub::setting file, tickhub::setting common, tickhub::host const& host,
                     std::size_t& place) {
    auto const symbol = file["symbol"].as_text();
    auto const known = std::find_if(plan.instruments.begin(), plan.instruments.end(),
                                    [&](instrument_plan const& other) { return other.symbol == symbol; });
    place = static_cast<std::size_t>(known - plan.instruments.begin());
    if (known != plan.instruments.end()) {
        return !has_description(file) ||
               refuse(file["symbol"], "the first file of " + std::string{symbol} + " describes it; say it there");
    }
    plan.instruments.push_back(describe(file, common));
    plan.instruments.back().id = host.define_instrument(symbol);
    return plan.instruments.back().id != 0 ||
           refuse(file["symbol"], "another feed brings " + std::string{symbol} +
                                      " already: give one of the two a `prefix`, or both `share: true`");
}

} // namespace

bool add_file(replay_plan& plan, tickhub::setting settings, tickhub::setting file, tickhub::host const& host) {
    std::size_t instrument = 0;
    bool good = find_instrument(plan, file, settings, host, instrument);
    auto const zone_setting = own_or_common(file, settings, "zone");
    std::optional<zone> local;
    try {
        local.emplace(zone_setting.as_text());
    } catch (std::exception const& error) {
        return refuse(zone_setting, error.what());
    }
    std::string const path = file["path"].as_string();
    file_plan out{.path = path,
                  .name = path.substr(path.rfind('/') + 1),
                  .instrument = instrument,
                  .format = {},
                  .local = *local,
                  .range = {},
                  .faults = {}};
    out.format.quantity_decimals = plan.instruments[instrument].quantity_decimals;
    good = read_format(own_or_common(file, settings, "format"), out.format) && good;
    good = read_range(file, settings, out) && good;
    read_faults(settings["faults"], out.faults);
    read_faults(file["faults"], out.faults);
    if (good) {
        try {
            check_file(out);
        } catch (file_refused const& refused) {
            good = refuse(file["path"], out.path + ": " + refused.what());
        }
    }
    plan.files.push_back(std::move(out));
    return good;
}

} // namespace tickhub::csv_replay
