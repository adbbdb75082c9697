// One file, read up to the next row that is taken. What is left out on the way is counted and told.
#pragma once

#include "csv_reader.hpp"
#include "file_source.hpp"
#include "presets/preset.hpp"
#include "replay_plan.hpp"
#include "row_counts.hpp"
#include "row_judge.hpp"

#include <tickhub/failure.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tickhub::csv_replay {

/// A row of a kind whose policy is to reject. what() names file, line and fault.
struct row_rejected : permanent_failure {
    using permanent_failure::permanent_failure;
};

/// A file that is not what its preset says: it cannot be read, is empty, lacks columns. what() tells the operator.
struct file_refused : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A row with a fault, for the log; borrowed for the call.
struct fault_report {
    std::string_view file;
    std::uint64_t line;
    fault kind;
    policy done;
    std::string_view detail; ///< in words
    std::string_view text;   ///< the row, as foreign as it is
    std::uint64_t count;     ///< of this kind in this file and pass so far, this one included
};

class fault_listener {
public:
    virtual ~fault_listener() = default;
    virtual void on_fault(fault_report const& report) = 0;
};

/// A row that was accepted or repaired.
struct taken_row {
    row_values values;
    std::uint64_t line = 0;
    std::uint8_t flags = 0;   ///< TICKHUB_FLAG_BAD_TS when its time was repaired
    tickhub::quantity traded; ///< since the row before
};

/// Not shared between threads. Plan, listener and source outlive it.
class file_cursor {
public:
    /// Reads the header. Throws file_refused.
    file_cursor(file_plan const& plan, byte_source& source, fault_listener& listener);
    file_cursor(file_cursor const&) = delete;
    file_cursor& operator=(file_cursor const&) = delete;

    enum class state {
        row,   ///< row() is the next one
        again, ///< none yet: call again
        end    ///< there is none
    };
    /// Goes on to the next row that is taken, reading at most `budget` rows. Throws row_rejected,
    /// source_shortened naming the file, and what else the source throws.
    state advance(std::uint64_t budget);

    [[nodiscard]] taken_row const& row() const noexcept { return taken_; }
    [[nodiscard]] row_counts const& counts() const noexcept { return counts_; }
    /// Bytes read so far.
    [[nodiscard]] std::uint64_t position() const noexcept { return reader_.position(); }

private:
    void read_header();
    [[nodiscard]] bool read_row();
    [[nodiscard]] std::string_view parse(row_values& values);
    [[nodiscard]] bool consider();
    void take(row_values const& values);
    void tell(fault kind, policy done, std::string_view detail);

    file_plan const& plan_;
    fault_listener& listener_;
    csv_reader reader_;
    std::unique_ptr<preset> preset_;
    row_judge judge_;
    std::size_t columns_ = 0;
    bool row_waits_ = false; // the first row of a file without a header, which had to be looked at
    csv_row row_;
    taken_row taken_;
    row_counts counts_;
};

/// Opens the file, and looks whether its header has what its preset needs. Throws file_refused. Keeps nothing open.
void check_file(file_plan const& plan);

} // namespace tickhub::csv_replay
