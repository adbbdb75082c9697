// How fast a recording is read, judged, merged and turned into records: rows a second, from memory, in one thread.
#include "replay.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace tickhub::csv_replay;

constexpr int rows = 100'000;

std::string recording(int seed) {
    std::string text = "timestamp,ltp,volume\n";
    for (int i = 0; i < rows; ++i) {
        int const second = i / 5;
        std::array<char, 64> row{};
        std::snprintf(row.data(), row.size(), "2021-06-11 %02d:%02d:%02d,%d.%02d,%d\n", 9 + second / 3'600,
                      second / 60 % 60, second % 60, 3'200 + seed, i % 100, 10'000 + i * 7);
        text += row.data();
    }
    return text;
}

struct nobody : replay_listener {
    void on_fault(fault_report const&) override {}
    void on_pass_end() override {}
};

void replay_ticks(benchmark::State& state) {
    auto const file_count = static_cast<std::size_t>(state.range(0));
    replay_plan plan;
    plan.speed = 0;
    std::vector<std::string> contents;
    for (std::size_t i = 0; i < file_count; ++i) {
        instrument_plan instrument;
        instrument.symbol = "S" + std::to_string(i);
        instrument.id = static_cast<tickhub_instrument_id>(i + 1);
        plan.instruments.push_back(instrument);
        plan.files.push_back({.path = instrument.symbol,
                              .name = instrument.symbol,
                              .instrument = i,
                              .format = {},
                              .local = zone{"Asia/Kolkata"},
                              .range = {},
                              .faults = {}});
        contents.push_back(recording(static_cast<int>(i)));
    }
    nobody listener;
    tickhub::batch_builder batch;
    for (auto _ : state) {
        replay played{plan, "bench", listener, [&](file_plan const& file) {
                          return std::make_unique<memory_source>(contents[file.instrument]);
                      }};
        for (;;) {
            batch.clear();
            auto const result = played.advance({0, {}}, 256, batch);
            benchmark::DoNotOptimize(batch.raw().first);
            if (result.next == replay::outcome::kind::ended)
                break;
        }
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(file_count) * rows);
}

BENCHMARK(replay_ticks)->Arg(1)->Arg(6)->Arg(50)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
