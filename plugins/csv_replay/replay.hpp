// A whole replay: its passes over the files, their merged rows, and when each is due. It knows no host: it is given the
// time, and its records go into a batch.
#pragma once

#include "file_cursor.hpp"
#include "merge.hpp"
#include "pace.hpp"
#include "replay_plan.hpp"
#include "replay_records.hpp"
#include "row_counts.hpp"
#include "timeline.hpp"

#include <tickhub/events.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::csv_replay {

/// What a replay tells on its way.
class replay_listener : public fault_listener {
public:
    /// All files were read to their end. counts() are final for this pass.
    virtual void on_pass_end() = 0;
};

/// Not shared between threads. Plan and listener outlive it.
class replay {
public:
    using source_opener = std::function<std::unique_ptr<byte_source>(file_plan const&)>;

    /// Opens all files with `open`, and reads their headers. Throws file_refused, naming the file.
    replay(replay_plan const& plan, std::string_view publisher, replay_listener& listener, source_opener open);

    struct clock_reading {
        std::uint64_t steady; ///< nanoseconds of the host's monotonic clock
        instant market;       ///< used once, with time_base::now
    };
    struct outcome {
        enum class kind { more, wait, ended } next;
        std::uint64_t wake_at = 0; ///< steady time, for wait
    };
    /// Appends the records that are due, until the batch holds at least `enough` of them, and says what comes next.
    /// Reads a bounded number of rows, so that a call never takes long. Throws row_rejected and source_shortened (once
    /// all rows before are out), and what else a source throws.
    outcome advance(clock_reading now, std::uint32_t enough, tickhub::batch_builder& out);

    /// Of the pass that runs, or that ran last: one for each file.
    [[nodiscard]] row_counts const& counts(std::size_t file) const noexcept { return readers_[file].cursor->counts(); }
    /// Of all passes together.
    [[nodiscard]] row_counts total_counts(std::size_t file) const noexcept {
        row_counts total = earlier_passes_[file];
        return total += counts(file);
    }
    /// Bytes read in this pass, of all files.
    [[nodiscard]] std::uint64_t position() const noexcept;
    /// Bytes of all files.
    [[nodiscard]] std::uint64_t size() const noexcept;
    /// Passes begun.
    [[nodiscard]] std::uint64_t passes() const noexcept { return passes_; }
    /// Whether this pass has taken a row.
    [[nodiscard]] bool any_row() const noexcept { return any_row_; }
    /// The time that the last row's records carry.
    [[nodiscard]] instant market_time() const noexcept { return market_time_; }

private:
    struct reader {
        std::unique_ptr<byte_source> source;
        std::unique_ptr<file_cursor> cursor;
    };
    enum class phase { beginning, announcing, playing, ended };

    void open_files();
    bool settle();
    void begin_pass(clock_reading now);
    void announce_pass(tickhub::batch_builder& out);
    outcome end_pass(tickhub::batch_builder& out);

    replay_plan const& plan_;
    replay_listener& listener_;
    source_opener open_;
    replay_records records_;
    timeline timeline_;
    pace pace_;
    std::vector<reader> readers_;
    std::vector<row_counts> earlier_passes_; // one for each file
    std::optional<merge> merge_;
    std::exception_ptr failure_; // a row_rejected or source_shortened
    phase phase_ = phase::beginning;
    std::uint64_t passes_ = 0;
    bool any_row_ = false; // in this pass
    instant market_time_;
};

} // namespace tickhub::csv_replay
