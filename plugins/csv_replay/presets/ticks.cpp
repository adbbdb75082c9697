// timestamp,ltp,volume: a price at a time, and the volume of the day so far (always 0 for an index).
#include "presets/column_preset.hpp"

namespace tickhub::csv_replay {

std::unique_ptr<preset> make_ticks(file_format const& format, zone const& local) {
    return std::make_unique<column_preset>(
        format, local,
        std::vector<column>{{role::time, {"timestamp", "time", "datetime", "date_time"}},
                            {role::price, {"ltp", "last_price", "last_traded_price", "price", "last"}},
                            {role::volume, {"volume", "cumulative_volume", "day_volume", "vol"}}});
}

} // namespace tickhub::csv_replay
