// Rows of several files as one stream: by the time they may be told, then by the order of the files, then by line.
#pragma once

#include "file_cursor.hpp"

#include <cstddef>
#include <cstdint>
#include <queue>
#include <vector>

namespace tickhub::csv_replay {

/// The cursors outlive it. Rows of one file come in the file's order, which rises in time: each cursor sees to that.
class merge {
public:
    explicit merge(std::vector<file_cursor*> cursors);

    /// Reads on until each file has a row to offer or is at its end; false when `budget` rows were read before that.
    /// Throws what a cursor throws.
    bool settle(std::uint64_t budget);

    /// Whether a settled merge has a row.
    [[nodiscard]] bool empty() const noexcept { return heads_.empty(); }
    /// The file whose row comes next. Settled and not empty.
    [[nodiscard]] std::size_t file() const noexcept { return heads_.top().file; }
    /// The row that comes next. Settled and not empty.
    [[nodiscard]] taken_row const& row() const noexcept { return cursors_[file()]->row(); }
    /// Steps past that row. Settle before looking again.
    void pop();

private:
    struct head {
        instant when;
        std::size_t file;
        // std::priority_queue has the largest on top.
        friend bool operator<(head const& a, head const& b) noexcept {
            return a.when != b.when ? a.when > b.when : a.file > b.file;
        }
    };

    std::vector<file_cursor*> cursors_;
    std::vector<std::size_t> unsettled_;
    std::priority_queue<head> heads_;
};

} // namespace tickhub::csv_replay
