#include "file_cursor.hpp"

#include "text.hpp"

#include <tickhub/events.h>

namespace tickhub::csv_replay {
namespace {

std::string_view describe(fault kind) {
    switch (kind) {
    case fault::time_out_of_range:
        return "its time is outside the range";
    case fault::time_backwards:
        return "it is earlier than the last row taken";
    case fault::exact_duplicate:
        return "it says the same as the last row taken";
    case fault::volume_falls:
        return "its volume is below that of the last row taken";
    case fault::unparsable:
    case fault::none:
        break;
    }
    return "it cannot be read";
}

} // namespace

file_cursor::file_cursor(file_plan const& plan, byte_source& source, fault_listener& listener)
    : plan_{plan}
    , listener_{listener}
    , reader_{source}
    , preset_{make_preset(plan.format, plan.local)}
    , judge_{plan.range} {
    read_header();
}

void file_cursor::read_header() {
    if (!reader_.next(row_))
        throw file_refused{"it is empty"};
    if (!row_.problem.empty())
        throw file_refused{"its first row is no header: " + std::string{row_.problem}};
    columns_ = row_.fields.size();
    csv_header const header = plan_.format.header ? csv_header{row_} : csv_header{columns_};
    if (auto const problem = preset_->bind(header); !problem.empty())
        throw file_refused{problem};
    row_waits_ = !plan_.format.header;
}

file_cursor::state file_cursor::advance(std::uint64_t budget) {
    for (; budget > 0; --budget) {
        if (!row_waits_ && !read_row())
            return state::end;
        row_waits_ = false;
        ++counts_.rows;
        if (consider())
            return state::row;
    }
    return state::again;
}

// Whether there is one.
bool file_cursor::read_row() {
    try {
        return reader_.next(row_);
    } catch (source_shortened const& error) {
        throw source_shortened{plan_.name + ": " + error.what()};
    }
}

// Why the row cannot be read, or empty.
std::string_view file_cursor::parse(row_values& values) {
    if (!row_.problem.empty())
        return row_.problem;
    if (row_.fields.size() != columns_)
        return row_.fields.size() < columns_ ? "it has too few fields" : "it has too many fields";
    return preset_->read(row_.fields, values);
}

// Whether the row is taken.
bool file_cursor::consider() {
    row_values values;
    std::string_view detail = parse(values);
    fault const kind = detail.empty() ? judge_.judge(values, row_.text) : fault::unparsable;
    if (kind == fault::none) {
        ++counts_.accepted;
        taken_.flags = 0;
        take(values);
        return true;
    }
    if (detail.empty())
        detail = describe(kind);
    auto const index = static_cast<std::size_t>(kind);
    policy const wanted = plan_.faults.of(kind);
    if (wanted == policy::reject) {
        throw row_rejected{plan_.name + ":" + std::to_string(row_.line) + ": " + std::string{name_of(kind)} + ": " +
                           std::string{detail} + ": " + printable(row_.text)};
    }
    ++(wanted == policy::repair ? counts_.repaired : counts_.skipped)[index];
    tell(kind, wanted, detail);
    if (wanted == policy::skip)
        return false;
    taken_.flags = kind == fault::time_backwards ? TICKHUB_FLAG_BAD_TS : 0;
    judge_.repair(values);
    take(values);
    return true;
}

void file_cursor::take(row_values const& values) {
    taken_.values = values;
    taken_.line = row_.line;
    taken_.traded = judge_.traded(values);
    judge_.take(values, row_.text);
}

void file_cursor::tell(fault kind, policy done, std::string_view detail) {
    std::uint64_t const count = counts_.skipped_of(kind) + counts_.repaired_of(kind);
    listener_.on_fault({plan_.name, row_.line, kind, done, detail, row_.text, count});
}

void check_file(file_plan const& plan) {
    struct : fault_listener {
        void on_fault(fault_report const&) override {}
    } nobody;
    try {
        file_source source{plan.path};
        file_cursor const cursor{plan, source, nobody};
    } catch (file_refused const&) {
        throw;
    } catch (std::exception const& error) {
        throw file_refused{error.what()};
    }
}

} // namespace tickhub::csv_replay
