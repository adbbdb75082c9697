#include "zone.hpp"

#include <date/tz.h>

#include <stdexcept>

namespace tickhub::csv_replay {
namespace {

date::time_zone const* locate(std::string const& name) {
    try {
        return date::locate_zone(name);
    } catch (std::exception const&) {
        throw std::runtime_error{"there is no time zone '" + name +
                                 "' on this machine; zones have names like Asia/Kolkata or UTC, and come with the "
                                 "package tzdata"};
    }
}

} // namespace

zone::zone(std::string_view name) : zone_{locate(std::string{name})} {}

// Offsets differ by less than a day, so a day away from both changes a time is shown once.
void zone::remember(utc_seconds begin, utc_seconds end, std::chrono::seconds offset) noexcept {
    constexpr std::chrono::hours day{24};
    begin_ = begin;
    end_ = end;
    offset_ = offset;
    wall_begin_ = begin + offset + day;
    wall_end_ = end + offset - day;
}

std::optional<zone::utc_seconds> zone::to_utc(wall_seconds wall) {
    if (wall >= wall_begin_ && wall < wall_end_)
        return wall - offset_;
    auto const info = zone_->get_info(date::local_seconds{wall});
    if (info.result == date::local_info::nonexistent)
        return std::nullopt;
    remember(info.first.begin.time_since_epoch(), info.first.end.time_since_epoch(), info.first.offset);
    return wall - offset_;
}

wall_seconds zone::to_wall(utc_seconds utc) {
    if (utc < begin_ || utc >= end_) {
        auto const info = zone_->get_info(date::sys_seconds{utc});
        remember(info.begin.time_since_epoch(), info.end.time_since_epoch(), info.offset);
    }
    return utc + offset_;
}

zone::utc_seconds zone::begin_of(wall_day day) {
    if (auto const utc = to_utc(day))
        return *utc;
    // Some zones change their clocks at midnight; the day then begins with the change.
    return zone_->get_info(date::local_seconds{day}).first.end.time_since_epoch();
}

} // namespace tickhub::csv_replay
