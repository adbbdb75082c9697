// What is to be replayed and how: the settings, checked and in the plugin's own words.
#pragma once

#include "fault.hpp"
#include "presets/preset.hpp"
#include "time_range.hpp"
#include "zone.hpp"

#include <tickhub/events.h>
#include <tickhub/fixed_point.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tickhub::csv_replay {

/// What a definition record says.
struct instrument_plan {
    std::string symbol;
    tickhub_instrument_id id = 0; ///< given by the host
    std::string name;
    std::string isin;
    std::string sector;
    std::string currency;
    std::uint8_t instrument_class = TICKHUB_INSTRUMENT_CLASS_NONE;
    unsigned quantity_decimals = 0;
    tickhub::price min_price_increment = tickhub::price::undefined();
    tickhub::quantity lot_size = tickhub::quantity::undefined();
    tickhub::price prev_close = tickhub::price::undefined();
};

struct file_plan {
    std::string path;
    std::string name;           ///< for people: the path without its folders
    std::size_t instrument = 0; ///< its place in replay_plan::instruments
    file_format format;
    csv_replay::zone local;
    time_range range;
    fault_policies faults;
};

/// Whose times the records carry.
enum class time_base : std::uint8_t {
    file, ///< the file's; each further pass begins with a jump back, told by a reset
    now   ///< shifted, so that the first row happens when the replay starts and each pass follows the one before
};

struct replay_plan {
    std::vector<instrument_plan> instruments;
    std::vector<file_plan> files;
    std::int64_t speed = 1'000'000'000; ///< recorded time ÷ real time, 1e-9; 0 = as fast as it is taken
    bool loop = false;
    time_base times = time_base::file;
    std::uint64_t report_first = 5; ///< faults of each kind in each file that the log shows one by one
};

} // namespace tickhub::csv_replay
