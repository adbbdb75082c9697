#include "fan_out/saturation.hpp"

#include "fan_out/even_load.hpp"
#include "fan_out/plain_epoll.hpp"
#include "tools/clock.hpp"
#include "tools/cpu_time.hpp"
#include "tools/hub_process.hpp"
#include "tools/median.hpp"

#include <cstdio>
#include <string>
#include <vector>

namespace bench {

namespace {

struct rate_and_latency {
    double per_second = 0;
    double lost = 0; // of what was published to all
    double p50_ms = 0;
    double p99_ms = 0;
    double bytes = 0; // of an event
    double busy = 0;  // share of its core that the server took
};

rate_and_latency figures(read_events const& seen, double busy) {
    auto const events = static_cast<double>(seen.events);
    auto const missing = static_cast<double>(seen.missing);
    return {events / seen.seconds, missing / (events + missing), seen.p50_ms, seen.p99_ms, seen.bytes, busy};
}

// Trades a second; 0 is as fast as the hub takes them.
rate_and_latency through_hub(int clients, double seconds, int trades) {
    hub_process const hub{"feeds: {flood: {plugin: flood_feed, settings: {trades: " + std::to_string(trades) +
                          "}}}\n"
                          "sinks: {public: {plugin: sse_broadcaster, settings: {listener: web, history: {count: 1}},"
                          " inbox: {records: 1024}}}\n"
                          "routes: [{from: flood, to: public}]\n"};
    reading_clients readers{{.port = hub.port(),
                             .clients = clients,
                             .target = "/stream?topics=trades",
                             .look_at_every = 16,
                             .seconds = seconds}};
    double const used = cpu_us(hub.id());
    std::uint64_t const begin = monotonic_ns();
    read_events const seen = readers.finish();
    double const took = static_cast<double>(monotonic_ns() - begin) / 1000;
    return figures(seen, (cpu_us(hub.id()) - used) / took);
}

// The most that leaves with p50 under 10 ms and nothing lost: from what a flood gave downwards.
rate_and_latency without_delay(int clients, double seconds, double flood) {
    rate_and_latency found;
    for (double const share : {1.0, 0.9, 0.8, 0.7, 0.6, 0.5}) {
        found = through_hub(clients, seconds, static_cast<int>(share * flood / clients));
        if (found.p50_ms < 10 && found.lost < 0.001)
            break;
    }
    return found;
}

void show(char const* name, std::vector<rate_and_latency> const& all) {
    std::printf("  %-34s %5.2f million delivered/s of %.0f bytes, core %3.0f %% busy, %4.1f %% lost, p50 %6.2f ms, p99 "
                "%6.2f ms\n",
                name, median_of(all, [](auto const& r) { return r.per_second; }) / 1e6,
                median_of(all, [](auto const& r) { return r.bytes; }),
                median_of(all, [](auto const& r) { return r.busy; }) * 100,
                median_of(all, [](auto const& r) { return r.lost; }) * 100,
                median_of(all, [](auto const& r) { return r.p50_ms; }),
                median_of(all, [](auto const& r) { return r.p99_ms; }));
}

} // namespace

void show_saturation(int clients, double seconds, int rounds) {
    std::vector<rate_and_latency> flood, timely, plain;
    for (int round = 0; round != rounds; ++round) {
        flood.push_back(through_hub(clients, seconds, 0));
        timely.push_back(without_delay(clients, seconds, flood.back().per_second));
        contender const measure{"plain", wire::event_stream,
                                [] { return std::make_unique<plain_epoll>(5 * millisecond); }};
        measured const found = run(measure, {clients, 0, seconds});
        double const used = found.cpu_us * static_cast<double>(found.seen.events);
        plain.push_back(figures(found.seen, used / (found.seen.seconds * 1e6)));
    }
    std::printf("Saturation, %d clients, medians of %d runs of %.1f s:\n", clients, rounds, seconds);
    show("tickhub run, flooded", flood);
    show("tickhub run, at its highest rate", timely);
    show("plain epoll, together every 5 ms", plain);
    std::printf("Saturation: %.2f million delivered events/s through the whole hub with p50 %.2f ms (at least 5 with "
                "less than 10 ms wanted), hub / plain epoll with 5 ms = %.2f\n\n",
                median_of(timely, [](auto const& r) { return r.per_second; }) / 1e6,
                median_of(timely, [](auto const& r) { return r.p50_ms; }),
                median_ratio(timely, plain, [](auto const& r) { return r.per_second; }));
}

} // namespace bench
