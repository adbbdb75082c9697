// The day of six NSE instruments that ../shared/data/nse_ticks holds; see that folder's README.
#include "file_cursor.hpp"
#include "file_source.hpp"
#include "replay.hpp"
#include "support/paths.hpp"
#include "time_field.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

using namespace tickhub::csv_replay;

namespace {

constexpr std::array<char const*, 6> symbols = {"NIFTY", "BANKNIFTY", "TCS", "RELIANCE", "HDFCBANK", "INFY"};

// The folder of the files; empty, with a warning in the output, when this machine does not have them.
std::filesystem::path data_folder() {
    char const* const named = std::getenv("TICKHUB_REAL_DATA");
    std::filesystem::path const root = named != nullptr ? named : tests::source_dir().parent_path() / "shared/data";
    if (std::filesystem::exists(root / "nse_ticks"))
        return root / "nse_ticks";
    WARN("skipped: there are no real recordings in " << root << "; set TICKHUB_REAL_DATA to a folder that has them");
    return {};
}

replay_plan plan_of(std::filesystem::path const& folder, policy wanted) {
    replay_plan plan;
    plan.speed = 0;
    for (char const* symbol : symbols) {
        instrument_plan instrument;
        instrument.symbol = symbol;
        instrument.id = static_cast<tickhub_instrument_id>(plan.instruments.size() + 1);
        plan.instruments.push_back(instrument);
        std::string const name = std::string{symbol} + "_2021-06-11.csv";
        zone local{"Asia/Kolkata"};
        auto const day = day_in_name(name).value();
        fault_policies faults;
        faults.set_all(policy::skip);
        faults.set(fault::time_backwards, wanted);
        faults.set(fault::volume_falls, wanted);
        plan.files.push_back({.path = (folder / name).string(),
                              .name = name,
                              .instrument = plan.files.size(),
                              .format = {},
                              .local = local,
                              .range = {instant{local.begin_of(day)}, instant{local.begin_of(day + wall_day{1})}},
                              .faults = faults});
    }
    return plan;
}

struct counting_listener : replay_listener {
    void on_fault(fault_report const&) override { ++faults; }
    void on_pass_end() override {}
    std::uint64_t faults = 0;
};

struct played_day {
    row_counts total;
    std::map<std::string, row_counts> files;
    std::uint64_t tickers = 0;
    std::uint64_t trades = 0;
    std::uint64_t bad_times = 0;
    bool time_never_falls = true;
    bool volume_never_falls = true;
    std::array<std::int64_t, 7> traded{}; // by instrument
    std::array<std::int64_t, 7> first_volume{};
    std::array<std::int64_t, 7> last_volume{};
};

void note(played_day& day, tickhub::event e) {
    static_assert(symbols.size() == 6);
    std::size_t const id = e.instrument();
    if (auto const* ticker = e.as<tickhub_ticker>()) {
        if (day.last_volume[id] == 0 && day.first_volume[id] == 0)
            day.first_volume[id] = ticker->volume;
        day.volume_never_falls = day.volume_never_falls && ticker->volume >= day.last_volume[id];
        day.last_volume[id] = ticker->volume;
        day.bad_times += (ticker->header.flags & TICKHUB_FLAG_BAD_TS) != 0 ? 1 : 0;
        ++day.tickers;
    }
    if (auto const* trade = e.as<tickhub_trade>()) {
        day.traded[id] += trade->quantity;
        ++day.trades;
    }
}

played_day play(replay_plan const& plan) {
    counting_listener listener;
    replay played{plan, "nse", listener,
                  [](file_plan const& file) { return std::make_unique<file_source>(file.path); }};
    played_day day;
    tickhub_timestamp last = 0;
    tickhub::batch_builder batch;
    for (;;) {
        batch.clear();
        auto const result = played.advance({0, {}}, 256, batch);
        for (tickhub::event const e : batch.view()) {
            day.time_never_falls = day.time_never_falls && e.header().ts_event >= last;
            last = e.header().ts_event;
            note(day, e);
        }
        if (result.next == replay::outcome::kind::ended)
            break;
    }
    for (std::size_t i = 0; i < plan.files.size(); ++i) {
        day.files[plan.files[i].name] = played.counts(i);
        day.total += played.counts(i);
    }
    CHECK(listener.faults == day.total.rows - day.total.accepted);
    return day;
}

} // namespace

TEST_CASE("the NSE day of 2021-06-11 has the outcomes that an independent count found", "[real_data]") {
    auto const folder = data_folder();
    if (folder.empty())
        return;
    auto const day = play(plan_of(folder, policy::skip));
    CHECK(day.total.balanced());
    CHECK(day.total.rows == 215'465);
    CHECK(day.total.accepted == 137'121);
    CHECK(day.total.skipped_of(fault::unparsable) == 0);
    CHECK(day.total.skipped_of(fault::time_out_of_range) == 70'377);
    CHECK(day.total.skipped_of(fault::time_backwards) == 434);
    CHECK(day.total.skipped_of(fault::exact_duplicate) == 6'926);
    CHECK(day.total.skipped_of(fault::volume_falls) == 607);
    // As tests/integration/count_nse_rows.py has it, file by file.
    CHECK(day.files.at("NIFTY_2021-06-11.csv").accepted == 32'838);
    CHECK(day.files.at("BANKNIFTY_2021-06-11.csv").accepted == 32'467);
    CHECK(day.files.at("TCS_2021-06-11.csv").accepted == 17'687);
    CHECK(day.files.at("RELIANCE_2021-06-11.csv").accepted == 18'233);
    CHECK(day.files.at("HDFCBANK_2021-06-11.csv").accepted == 17'790);
    CHECK(day.files.at("INFY_2021-06-11.csv").accepted == 18'106);

    CHECK(day.tickers == day.total.accepted);
    CHECK(day.trades == 63'133);
    CHECK(day.time_never_falls);
    CHECK(day.volume_never_falls);
    for (std::size_t id = 1; id <= symbols.size(); ++id)
        CHECK(day.traded[id] == day.last_volume[id] - day.first_volume[id]);
}

// The count that knows nothing of this code: "FILE OUTCOME" -> rows.
std::map<std::string, std::uint64_t> independent_count(replay_plan const& plan) {
    std::string command =
        "python3 '" + (tests::source_dir() / "tests/integration/count_nse_rows.py").string() + "' --lines";
    for (file_plan const& file : plan.files)
        command += " '" + file.path + "'";
    std::unique_ptr<FILE, int (*)(FILE*)> const pipe{::popen(command.c_str(), "r"), ::pclose};
    REQUIRE(pipe != nullptr);
    std::map<std::string, std::uint64_t> counts;
    char name[128];
    char outcome[64];
    unsigned long long rows = 0;
    while (std::fscanf(pipe.get(), "%127s %63s %llu", name, outcome, &rows) == 3)
        counts[std::string{name} + " " + outcome] = rows;
    return counts;
}

TEST_CASE("each file of the NSE day has the outcomes that a script of its own counts", "[real_data]") {
    auto const folder = data_folder();
    if (folder.empty())
        return;
    auto const plan = plan_of(folder, policy::skip);
    auto counted = independent_count(plan);
    REQUIRE(counted.size() == 8 * (symbols.size() + 1));
    auto const day = play(plan);
    for (auto const& [name, counts] : day.files) {
        INFO(name);
        CHECK(counts.rows == counted[name + " rows"]);
        CHECK(counts.accepted == counted[name + " accepted"]);
        for (fault const kind : all_faults)
            CHECK(counts.skipped_of(kind) == counted[name + " " + std::string{name_of(kind)}]);
    }
    CHECK(day.trades == counted["total trades"]);
}

TEST_CASE("the NSE day repaired has the same rows, none of them back in time or volume", "[real_data]") {
    auto const folder = data_folder();
    if (folder.empty())
        return;
    auto const day = play(plan_of(folder, policy::repair));
    CHECK(day.total.balanced());
    CHECK(day.total.rows == 215'465);
    CHECK(day.total.skipped_of(fault::time_out_of_range) == 70'377);
    CHECK(day.total.skipped_of(fault::time_backwards) == 0);
    CHECK(day.total.repaired_of(fault::time_backwards) > 0);
    CHECK(day.total.repaired_of(fault::volume_falls) > 0);
    CHECK(day.tickers == day.total.accepted + day.total.repaired_of(fault::time_backwards) +
                             day.total.repaired_of(fault::volume_falls));
    CHECK(day.bad_times == day.total.repaired_of(fault::time_backwards));
    CHECK(day.time_never_falls);
    CHECK(day.volume_never_falls);
}
