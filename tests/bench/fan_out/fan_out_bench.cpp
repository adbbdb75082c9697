// Fan-out: CPU time per delivered event and latency, ours over plain epoll programs', taken in turns in one run.
// Servers are on one core, clients on another.
//
//   bench_fan_out [seconds [rounds [even|saturation]]]
#include "fan_out/even_load.hpp"
#include "fan_out/hub_server.hpp"
#include "fan_out/plain_epoll.hpp"
#include "fan_out/saturation.hpp"
#include "tools/arguments.hpp"
#include "tools/clock.hpp"
#include "tools/median.hpp"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <string_view>

namespace {

using namespace bench;
using std::chrono::milliseconds;

std::unique_ptr<broadcaster> make_plain(std::uint64_t coalesce) {
    return std::make_unique<plain_epoll>(coalesce);
}
std::unique_ptr<broadcaster> make_hub(milliseconds coalesce) {
    return std::make_unique<hub_server>(coalesce);
}

enum place : std::size_t { plain_each, plain_5_ms, hub_streams, hub_websockets, hub_at_once };
std::vector<contender> const contenders{
    {"plain, each by itself", wire::event_stream, [] { return make_plain(0); }},
    {"plain, together every 5 ms", wire::event_stream, [] { return make_plain(5 * millisecond); }},
    {"tickhub, SSE", wire::event_stream, [] { return make_hub(milliseconds{5}); }},
    {"tickhub, WebSocket", wire::websocket, [] { return make_hub(milliseconds{5}); }},
    {"tickhub, SSE, low latency", wire::event_stream, [] { return make_hub(milliseconds{0}); }},
};

double cpu(measured const& m) {
    return m.cpu_us;
}
double p50(measured const& m) {
    return m.seen.p50_ms;
}
double p99(measured const& m) {
    return m.seen.p99_ms;
}

// The samples of all rounds together: one round has too few.
struct user_time {
    double us = 0;    // per delivered event; not a number when it can't be had
    double error = 0; // relative, one standard deviation
};
user_time user_of(std::vector<measured> const& all) {
    double user = 0, samples = 0;
    for (measured const& m : all) {
        if (m.user_samples < 0)
            return {std::nan(""), 0};
        user += m.user_samples;
        samples += m.all_samples;
    }
    if (user == 0)
        return {std::nan(""), 0};
    return {median_of(all, cpu) * user / samples, 1 / std::sqrt(user)};
}

void show(contender const& what, std::vector<measured> const& all) {
    std::printf("  %-28s %6.2f us CPU per delivered event", what.name.c_str(), median_of(all, cpu));
    if (auto const user = user_of(all); !std::isnan(user.us))
        std::printf(" (%.3f +- %.3f outside the kernel)", user.us, user.us * user.error);
    std::printf(", p50 %6.2f ms, p99 %6.2f ms\n", median_of(all, p50), median_of(all, p99));
}

std::vector<std::vector<measured>> measure(load const& how_much, int rounds) {
    std::vector<std::vector<measured>> all(contenders.size());
    for (int round = 0; round != rounds; ++round) {
        // Nobody is always first.
        for (std::size_t i = 0; i != contenders.size(); ++i) {
            std::size_t const turn = (i + static_cast<std::size_t>(round)) % contenders.size();
            all[turn].push_back(run(contenders[turn], how_much));
        }
    }
    std::printf("Fan-out, %d clients, %d events/s, medians of %d interleaved runs of %.1f s:\n", how_much.clients,
                how_much.events_per_second, rounds, how_much.seconds);
    for (std::size_t i = 0; i != contenders.size(); ++i)
        show(contenders[i], all[i]);
    return all;
}

void compare_at_length(load const& how_much, int rounds) {
    auto const all = measure(how_much, rounds);
    auto const user = [&](place one, place other) { return user_of(all[one]).us / user_of(all[other]).us; };
    std::printf(
        "Fan-out: CPU, tickhub / plain with one send per event: SSE %.2f, WebSocket %.2f (at most 0.35 wanted); "
        "p99 %.2f and %.2f ms (under 10 wanted)\n",
        median_ratio(all[hub_streams], all[plain_each], cpu), median_ratio(all[hub_websockets], all[plain_each], cpu),
        median_of(all[hub_streams], p99), median_of(all[hub_websockets], p99));
    if (!std::isnan(user(hub_streams, plain_5_ms)))
        std::printf(
            "Fan-out: CPU outside the kernel, tickhub / plain with 5 ms: SSE %.2f, WebSocket %.2f; / plain with "
            "one send per event: %.2f, %.2f (at most 2 wanted)\n",
            user(hub_streams, plain_5_ms), user(hub_websockets, plain_5_ms), user(hub_streams, plain_each),
            user(hub_websockets, plain_each));
    std::printf("Fan-out: low latency / plain with one send per event: CPU %.2f, p50 %.2f, p99 %.2f (at most 1.1 "
                "wanted)\n\n",
                median_ratio(all[hub_at_once], all[plain_each], cpu),
                median_ratio(all[hub_at_once], all[plain_each], p50),
                median_ratio(all[hub_at_once], all[plain_each], p99));
}

void compare_many_clients(load const& how_much, int rounds) {
    auto const all = measure(how_much, rounds);
    std::printf("Fan-out, %d clients: CPU, tickhub / plain with one send per event: SSE %.2f, WebSocket %.2f, low "
                "latency %.2f (at most 1.0 wanted)\n\n",
                how_much.clients, median_ratio(all[hub_streams], all[plain_each], cpu),
                median_ratio(all[hub_websockets], all[plain_each], cpu),
                median_ratio(all[hub_at_once], all[plain_each], cpu));
}

} // namespace

int main(int count, char** arguments) {
    int seconds = 3;
    int rounds = 7;
    read_arguments(count, arguments, {&seconds, &rounds});
    std::string_view const part = count > 3 ? arguments[3] : "";
    raise_file_limit();
    stay_on_core(client_core);
    if (part != "saturation") {
        compare_at_length({100, 1000, static_cast<double>(seconds)}, rounds);
        compare_many_clients({1000, 100, static_cast<double>(seconds)}, rounds);
        compare_many_clients({5000, 20, static_cast<double>(seconds)}, rounds);
    }
    if (part != "even")
        show_saturation(100, seconds, rounds);
}
