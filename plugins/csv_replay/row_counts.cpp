#include "row_counts.hpp"

#include "text.hpp"

namespace tickhub::csv_replay {

std::string to_text(row_counts const& counts) {
    std::string text = with_commas(counts.rows) + " rows = " + with_commas(counts.accepted) + " accepted";
    for (fault const f : all_faults) {
        if (counts.skipped_of(f) != 0)
            text += " + " + with_commas(counts.skipped_of(f)) + " skipped " + std::string{name_of(f)};
        if (counts.repaired_of(f) != 0)
            text += " + " + with_commas(counts.repaired_of(f)) + " repaired " + std::string{name_of(f)};
    }
    return text;
}

} // namespace tickhub::csv_replay
