// Clients that read nothing at all beside clients that do: what the latter notice, what the former cost, and whether
// each is dealt with as its records' class says. Runs with and without them in turns, of the whole program.
//
//   bench_stalled [seconds [rounds [readers [stalled]]]]
#include "fan_out/reading_clients.hpp"
#include "tools/arguments.hpp"
#include "tools/clock.hpp"
#include "tools/hub_process.hpp"
#include "tools/median.hpp"
#include "tools/memory.hpp"
#include "tools/metrics_page.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

namespace {

using namespace bench;

constexpr double outbox_bytes = 256 * 1024; // of one connection, see outbox_limits
constexpr std::array topics{"/stream?topics=news", "/stream?topics=trades", "/stream?topics=ticker"};

struct result {
    double p99_ms = 0;
    double most_bytes = 0; // that the hub had in RAM
    double superseded = 0; // tickers
    double dropped = 0;    // trades
    double closed = 0;     // connections that were too slow for news
};

result run(int readers, int stalled, int seconds) {
    hub_process const hub{"feeds: {flood: {plugin: flood_feed, settings: {trades: 2000, tickers: 2000, news: 2000}}}\n"
                          "sinks: {public: {plugin: sse_broadcaster, settings: {listener: web, history: {count: 1}}}}\n"
                          "routes: [{from: flood, to: public}]\n"};
    std::vector<int> silent;
    for (int i = 0; i != stalled; ++i) {
        silent.push_back(connect_to(hub.port(), 1, 4096));
        ask_for(silent.back(), wire::event_stream, topics[static_cast<std::size_t>(i) % topics.size()]);
    }
    reading_clients others{{.port = hub.port(),
                            .clients = readers,
                            .target = "/stream?topics=trades",
                            .seconds = static_cast<double>(seconds)}};
    result found;
    std::uint64_t const end = monotonic_ns() + static_cast<std::uint64_t>(seconds) * second;
    while (monotonic_ns() < end) {
        found.most_bytes = std::max(found.most_bytes, static_cast<double>(resident_bytes(hub.id())));
        sleep_until(monotonic_ns() + 50 * millisecond);
    }
    found.p99_ms = others.finish().p99_ms;
    auto const page = metrics_page(hub.port());
    found.superseded = metric(page, "tickhub_stream_superseded_total{component=\"public\"}");
    found.dropped = metric(page, "tickhub_stream_dropped_total{component=\"public\",reason=\"slow_client\"}");
    found.closed = metric(page, "tickhub_stream_slow_closes_total{component=\"public\"}");
    for (int const one : silent)
        ::close(one);
    return found;
}

void show(char const* name, std::vector<result> const& all) {
    std::printf("  %-22s p99 of the others %6.2f ms, at most %.1f MiB in RAM; %.0f tickers superseded, %.0f trades "
                "dropped, %.0f clients of news closed\n",
                name, median_of(all, [](result const& r) { return r.p99_ms; }),
                median_of(all, [](result const& r) { return r.most_bytes; }) / (1024 * 1024),
                median_of(all, [](result const& r) { return r.superseded; }),
                median_of(all, [](result const& r) { return r.dropped; }),
                median_of(all, [](result const& r) { return r.closed; }));
}

} // namespace

int main(int count, char** arguments) {
    int seconds = 4;
    int rounds = 7;
    int readers = 90;
    int stalled = 10;
    read_arguments(count, arguments, {&seconds, &rounds, &readers, &stalled});
    stay_on_core(client_core);
    std::vector<result> with, without;
    for (int round = 0; round != rounds; ++round) {
        if (round % 2 == 0)
            with.push_back(run(readers, stalled, seconds));
        without.push_back(run(readers, 0, seconds));
        if (round % 2 != 0)
            with.push_back(run(readers, stalled, seconds));
    }
    std::printf("Stalled clients, %d that read and %d that don't, medians of %d interleaved runs of %d s:\n", readers,
                stalled, rounds, seconds);
    show("with stalled clients", with);
    show("without", without);
    int const of_news = (stalled + 2) / 3;
    double const grown = median_of(with, [](result const& r) { return r.most_bytes; }) -
                         median_of(without, [](result const& r) { return r.most_bytes; });
    bool const dealt_with = std::all_of(with.begin(), with.end(), [&](result const& r) {
        return r.closed == of_news && (stalled < 2 || r.dropped > 0) && (stalled < 3 || r.superseded > 0);
    });
    std::printf("Stalled clients: p99 of the others, with / without = %.2f (at most 1.10 wanted); memory %+.0f KiB "
                "(at most %.0f wanted); each dealt with as its class says: %s\n",
                median_ratio(with, without, [](result const& r) { return r.p99_ms; }), grown / 1024,
                stalled * outbox_bytes / 1024, dealt_with ? "yes" : "NO");
}
