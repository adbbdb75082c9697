// Any other file: the operator says which column is what.
#include "presets/column_preset.hpp"

#include <algorithm>

namespace tickhub::csv_replay {

std::unique_ptr<preset> make_mapping(file_format const& format, zone const& local) {
    std::vector<column> columns;
    for (auto const& [name, found_as] : format.columns) {
        auto const at = std::find(role_names.begin(), role_names.end(), name);
        if (at != role_names.end())
            columns.push_back({static_cast<role>(at - role_names.begin()), {found_as}});
    }
    return std::make_unique<column_preset>(format, local, std::move(columns));
}

std::unique_ptr<preset> make_preset(file_format const& format, zone const& local) {
    switch (format.preset) {
    case preset_kind::ohlcv:
        return make_ohlcv(format, local);
    case preset_kind::mapping:
        return make_mapping(format, local);
    case preset_kind::ticks:
        break;
    }
    return make_ticks(format, local);
}

} // namespace tickhub::csv_replay
