#include "merge.hpp"

#include <utility>

namespace tickhub::csv_replay {

merge::merge(std::vector<file_cursor*> cursors) : cursors_{std::move(cursors)} {
    // Taken from the back, so that files are read in their order.
    for (std::size_t i = cursors_.size(); i-- > 0;)
        unsettled_.push_back(i);
}

bool merge::settle(std::uint64_t budget) {
    while (!unsettled_.empty()) {
        std::size_t const file = unsettled_.back();
        file_cursor& cursor = *cursors_[file];
        std::uint64_t const before = cursor.counts().rows;
        auto const found = cursor.advance(budget);
        if (found == file_cursor::state::again)
            return false;
        budget -= cursor.counts().rows - before;
        unsettled_.pop_back();
        if (found == file_cursor::state::row)
            heads_.push({cursor.row().values.known, file});
    }
    return true;
}

void merge::pop() {
    unsettled_.push_back(file());
    heads_.pop();
}

} // namespace tickhub::csv_replay
