// The records that a replay publishes, made from its plan and its rows.
#pragma once

#include "day_summary.hpp"
#include "file_cursor.hpp"
#include "replay_plan.hpp"
#include "timeline.hpp"

#include <tickhub/events.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::csv_replay {

/// Appends records to a batch. Each carries the replay's time as ts_recv, for a hub whose clock it is.
class replay_records {
public:
    /// The plan outlives it.
    replay_records(replay_plan const& plan, std::string_view publisher);

    /// A new pass: days and sums begin anew.
    void begin_pass();

    void add_feed_status(tickhub::batch_builder& out, std::uint8_t condition, instant when) const;
    void add_reset(tickhub::batch_builder& out, instant when) const;
    void add_definitions(tickhub::batch_builder& out, instant when) const;

    /// A tick gives a ticker, and a trade behind it when something was traded since the row before; a bar gives itself,
    /// final, and a ticker. The last record of a row says so (TICKHUB_FLAG_LAST).
    void add_row(tickhub::batch_builder& out, taken_row const& row, std::size_t file, timeline const& times);

private:
    [[nodiscard]] tickhub_ticker make_ticker(taken_row const& row, std::size_t instrument, timeline const& times) const;

    replay_plan const& plan_;
    std::string publisher_;
    std::vector<day_summary> days_; // one for each instrument
    std::uint32_t sum_epoch_ = 0;
};

} // namespace tickhub::csv_replay
