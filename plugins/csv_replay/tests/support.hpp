// What the tests of whole files and replays share.
#pragma once

#include "file_cursor.hpp"
#include "replay.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tests {

namespace csv = tickhub::csv_replay;

/// Keeps what it is told.
class recording_listener : public csv::replay_listener {
public:
    struct seen_fault {
        std::uint64_t line;
        csv::fault kind;
        csv::policy done;
        std::string detail;
    };
    void on_fault(csv::fault_report const& report) override {
        faults.push_back({report.line, report.kind, report.done, std::string{report.detail}});
    }
    void on_pass_end() override { ++passes_ended; }

    std::vector<seen_fault> faults;
    int passes_ended = 0;
};

inline csv::fault_policies every_fault(csv::policy wanted) {
    csv::fault_policies policies;
    policies.set_all(wanted);
    return policies;
}

/// A plan for files in memory: name -> content, each an instrument of its own.
class memory_files {
public:
    csv::file_plan& add(std::string name, std::string content) {
        csv::instrument_plan instrument;
        instrument.symbol = name;
        instrument.id = static_cast<tickhub_instrument_id>(plan.instruments.size() + 1);
        plan.instruments.push_back(instrument);
        plan.files.push_back({.path = name,
                              .name = name,
                              .instrument = plan.instruments.size() - 1,
                              .format = {},
                              .local = csv::zone{"Asia/Kolkata"},
                              .range = {},
                              .faults = every_fault(csv::policy::skip)});
        contents[std::move(name)] = std::move(content);
        return plan.files.back();
    }
    [[nodiscard]] csv::replay::source_opener opener() const {
        return
            [this](csv::file_plan const& file) { return std::make_unique<csv::memory_source>(contents.at(file.path)); };
    }

    csv::replay_plan plan;
    std::map<std::string, std::string> contents;
};

/// One time of 2021-06-11, in India, as an instant.
inline csv::instant at(std::string_view time_of_day) {
    csv::time_field field{csv::time_format::text, csv::zone{"Asia/Kolkata"}};
    return field.read("2021-06-11 " + std::string{time_of_day}).value();
}

inline tickhub_timestamp stamp(csv::instant when) {
    return static_cast<tickhub_timestamp>(when.time_since_epoch().count());
}

} // namespace tests
