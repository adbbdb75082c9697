// timestamp,open,high,low,close,volume: one bar a row, its timestamp being when it opens.
#include "presets/column_preset.hpp"

namespace tickhub::csv_replay {

std::unique_ptr<preset> make_ohlcv(file_format const& format, zone const& local) {
    return std::make_unique<column_preset>(
        format, local,
        std::vector<column>{{role::time, {"timestamp", "time", "datetime", "date_time", "open_time", "date", "ts"}},
                            {role::open, {"open", "open_price", "o"}},
                            {role::high, {"high", "high_price", "h"}},
                            {role::low, {"low", "low_price", "l"}},
                            {role::close, {"close", "close_price", "c"}},
                            {role::volume, {"volume", "vol", "v"}, true}});
}

} // namespace tickhub::csv_replay
