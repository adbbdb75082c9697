// A recording as anyone may have written it, replayed to its end. The first byte says how it is read (bits 0-1: preset
// and header; 2-4: how times are written; 5: repair rather than skip; 6: two files merged). Whatever it holds: rows are
// accounted for, records are well-formed, and neither time nor volume goes back.
#include "file_source.hpp"
#include "replay.hpp"

#include <tickhub/record.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

using namespace tickhub::csv_replay;

namespace {

struct nobody : replay_listener {
    void on_fault(fault_report const&) override {}
    void on_pass_end() override {}
};

void must(bool holds) {
    if (!holds)
        std::abort();
}

file_format format_of(unsigned how) {
    file_format format;
    format.preset = static_cast<preset_kind>(how % 4 % 3);
    format.header = how % 4 != 3;
    format.time = static_cast<time_format>(how / 4 % 8 % 5);
    format.quantity_decimals = how % 8;
    format.interval = std::chrono::minutes{1};
    if (format.preset == preset_kind::mapping) {
        format.price_unit = 10'000'000;
        format.columns = {{"time", "1"}, {"price", "2"}, {"quantity", "3"}};
    }
    return format;
}

replay_plan plan_of(unsigned how) {
    static zone const local{"America/New_York"}; // with changes of the clocks
    replay_plan plan;
    plan.speed = 0;
    fault_policies faults;
    faults.set_all(policy::skip);
    if ((how & 32) != 0) {
        faults.set(fault::time_backwards, policy::repair);
        faults.set(fault::volume_falls, policy::repair);
    }
    for (std::size_t i = 0; i <= (how >> 6 & 1); ++i) {
        instrument_plan instrument;
        instrument.symbol = i == 0 ? "A" : "B";
        instrument.id = static_cast<tickhub_instrument_id>(i + 1);
        plan.instruments.push_back(instrument);
        plan.files.push_back({.path = instrument.symbol,
                              .name = instrument.symbol,
                              .instrument = i,
                              .format = format_of(how),
                              .local = local,
                              .range = {},
                              .faults = faults});
    }
    return plan;
}

struct last_seen {
    std::uint32_t date = 0;
    std::int64_t volume = INT64_MIN;
};

void play(replay_plan const& plan, std::string_view content) {
    std::string_view const halves[] = {content.substr(0, plan.files.size() == 2 ? content.size() / 2 : content.size()),
                                       plan.files.size() == 2 ? content.substr(content.size() / 2) : ""};
    nobody listener;
    replay played{plan, "fuzz", listener,
                  [&](file_plan const& file) { return std::make_unique<memory_source>(halves[file.instrument]); }};
    tickhub_timestamp time = 0;
    last_seen last[3];
    tickhub::batch_builder batch;
    for (;;) {
        batch.clear();
        auto const result = played.advance({0, {}}, 16, batch);
        for (tickhub::event const e : batch.view()) {
            must(tickhub::valid_record(e.header()));
            must(e.header().ts_recv >= time);
            time = e.header().ts_recv;
            auto const* ticker = e.as<tickhub_ticker>();
            // Per-row quantities may add up to more than fits; the sum is then undefined, which is the largest value.
            if (ticker == nullptr)
                continue;
            last_seen& before = last[e.instrument()];
            must(ticker->trading_date != before.date || ticker->volume >= before.volume);
            before = {ticker->trading_date, ticker->volume};
        }
        if (result.next == replay::outcome::kind::ended)
            break;
    }
    for (std::size_t i = 0; i < plan.files.size(); ++i)
        must(played.counts(i).balanced());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0)
        return 0;
    replay_plan const plan = plan_of(data[0]);
    try {
        play(plan, {reinterpret_cast<char const*>(data) + 1, size - 1});
    } catch (file_refused const&) {
        // Its first row is no header.
    }
    return 0;
}
