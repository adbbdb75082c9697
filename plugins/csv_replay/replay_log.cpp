#include "replay_log.hpp"

#include "text.hpp"

#include <tickhub/decimal.hpp>

#include <string_view>

namespace tickhub::csv_replay {

std::string describe(fault_report const& report) {
    std::string_view const done = report.done == policy::repair ? "repaired" : "skipped";
    std::string text{report.file};
    text.append(":").append(std::to_string(report.line)).append(": ");
    text.append(name_of(report.kind)).append(" (").append(done).append("): ");
    return text.append(report.detail).append(": ").append(printable(report.text));
}

std::optional<std::string> line_for(fault_report const& report, std::uint64_t report_first) {
    if (report.count > report_first)
        return std::nullopt;
    std::string text = describe(report);
    if (report.count == report_first)
        text.append(" (more of this kind in this file are only counted)");
    return text;
}

std::string speed_text(std::int64_t speed) {
    if (speed == 0)
        return "max";
    char text[tickhub::max_decimal_size];
    return std::string{text, tickhub::format_decimal(text, speed)} + "x";
}

std::string describe(replay_plan const& plan) {
    constexpr std::size_t most_names = 8;
    std::string text = "replaying " + std::to_string(plan.files.size()) + " file(s) of " +
                       std::to_string(plan.instruments.size()) + " instrument(s) at " + speed_text(plan.speed) +
                       (plan.loop ? ", in a loop" : "") + ": ";
    for (std::size_t i = 0; i < plan.files.size() && i < most_names; ++i)
        text.append(i == 0 ? "" : ", ").append(plan.files[i].name);
    return plan.files.size() > most_names ? text + ", ..." : text;
}

} // namespace tickhub::csv_replay
