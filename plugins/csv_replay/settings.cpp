#include "settings.hpp"

#include "file_cursor.hpp"
#include "settings_of_files.hpp"
#include "time_field.hpp"

#include <tickhub/decimal.hpp>

#include <algorithm>
#include <string>

namespace tickhub::csv_replay {

std::optional<std::int64_t> read_speed(std::string_view text) noexcept {
    if (text == "max")
        return 0;
    if (text.ends_with('x'))
        text.remove_suffix(1);
    auto const speed = tickhub::parse_decimal(text, 9);
    constexpr std::int64_t slowest = 1'000'000;
    constexpr std::int64_t fastest = 1'000'000'000'000'000;
    if (!speed || speed.value < slowest || speed.value > fastest)
        return std::nullopt;
    return speed.value;
}

replay_plan read_settings(tickhub::setting settings, tickhub::host const& host) {
    replay_plan plan;
    bool good = true;
    auto const speed = read_speed(settings["speed"].as_text());
    if (!speed) {
        settings["speed"].refuse("a speed is 1x, 60x, 0.5x (0.001x to 1000000x), or max");
        good = false;
    }
    plan.speed = speed.value_or(0);
    plan.loop = settings["loop"].as_boolean();
    plan.times = settings["rebase"].as_text() == "now" ? time_base::now : time_base::file;
    plan.report_first = static_cast<std::uint64_t>(settings["report_first"].as_integer());
    if (settings["files"].size() == 0) {
        settings["files"].refuse("there is nothing to replay: list at least one file, as {path: TCS.csv, symbol: TCS}");
        good = false;
    }
    for (tickhub::setting const file : settings["files"])
        good = add_file(plan, settings, file, host) && good;
    if (!good)
        throw tickhub::settings_refused{};
    return plan;
}

} // namespace tickhub::csv_replay
