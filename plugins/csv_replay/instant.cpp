#include "instant.hpp"

#include <tickhub/calendar.hpp>
#include <tickhub/time.hpp>

namespace tickhub::csv_replay {

std::string to_text(instant when) {
    auto const count = when.time_since_epoch().count();
    if (count < 0)
        return "before 1970";
    char text[tickhub::time_size];
    tickhub::format_time(text, tickhub::timestamp{static_cast<tickhub_timestamp>(count)});
    std::string out(text, sizeof(text) - 1); // without the Z
    out.erase(out.find_last_not_of('0') + 1);
    if (out.back() == '.')
        out.pop_back();
    return out + "Z";
}

std::uint32_t to_yyyymmdd(wall_day day) noexcept {
    auto const date = tickhub::day_from_epoch(day.count());
    if (date.year < 1 || date.year > 9999)
        return 0;
    return static_cast<std::uint32_t>(date.year) * 10'000 + date.month * 100 + date.day;
}

} // namespace tickhub::csv_replay
