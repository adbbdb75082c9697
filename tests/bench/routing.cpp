// What routing costs: events/s from publish to a no-op sink in one thread pair, as a ratio to a bare ring that copies
// the same records in the same run; allocations per event; latency from publish to sink.
//
// Both sides carry the same batches between the same two threads, a pass of one after a pass of the other, so that what
// else the machine does hits both. The figures are medians over the passes.
#include "bare_ring.hpp"
#include "counted_new.hpp"
#include "routing/router.hpp"

#include <tickhub/events.hpp>

#include <benchmark/benchmark.h>
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

namespace {

using namespace tickhub;
using namespace tickhub::routing;
using clock_type = std::chrono::steady_clock;

constexpr std::uint32_t ring_records = 8'192;
constexpr std::uint32_t source_records = 4'096;
constexpr std::uint32_t instruments = 1'000;
constexpr std::uint64_t events_per_pass = 1U << 18U;
constexpr int passes = 31;

/// A feed (1) and a sink (2), wired as the hub wires them: the publisher keeps its state for late starters.
std::unique_ptr<router> make_hub(std::uint32_t max_records) {
    route_plan plan;
    plan.components = {{"hub"}, {"feed"}, {"sink", {max_records, std::uint64_t{max_records} * 256}}};
    plan.edges.push_back({1, 2, 0, public_records, {}, when_full::block});
    auto hub = std::make_unique<router>(std::move(plan));
    batch_builder none;
    hub->prime(2, none);
    return hub;
}

template <class Record>
std::vector<Record> make_source() {
    std::vector<Record> records;
    for (std::uint32_t i = 0; i != source_records; ++i)
        records.push_back(make_record<Record>(1 + i % instruments, i));
    return records;
}

/// Keeps the calling thread on the program's nth core, if it has as many: a pair that happens to share a core hands
/// over through that core's cache in long turns, and measures something else than two cores do.
void stay_on_core(int nth) {
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (sched_getaffinity(getpid(), sizeof allowed, &allowed) != 0) // the process's first thread: never narrowed
        return;
    for (int core = 0; core != CPU_SETSIZE; ++core) {
        if (CPU_ISSET(core, &allowed) && nth-- == 0) {
            cpu_set_t only;
            CPU_ZERO(&only);
            CPU_SET(core, &only);
            pthread_setaffinity_np(pthread_self(), sizeof only, &only);
            return;
        }
    }
}

/// Runs each on a thread and core of its own; returns events per second.
double timed(std::function<void()> const& produce, std::function<void()> const& consume) {
    auto const begin = clock_type::now();
    std::thread consumer{[&] {
        stay_on_core(1);
        consume();
    }};
    std::thread producer{[&] {
        stay_on_core(0);
        produce();
    }};
    producer.join();
    consumer.join();
    return static_cast<double>(events_per_pass) / std::chrono::duration<double>(clock_type::now() - begin).count();
}

/// A few looks, then the other thread's turn: how everybody waits here, for records and for room, bare and routed.
class patience final : public room_wait {
public:
    void nothing() noexcept {
        if (++looks_ % 64 == 0)
            std::this_thread::yield();
    }
    [[nodiscard]] bool wait(inbox&, std::uint32_t) noexcept override {
        nothing();
        return true;
    }

private:
    unsigned looks_ = 0;
};

template <class Record>
double bare_pass(bench::bare_ring<Record>& ring, std::vector<Record> const& source, std::size_t batch) {
    return timed(
        [&] {
            patience wait;
            for (std::uint64_t sent = 0; sent != events_per_pass; sent += batch) {
                std::span<Record const> rest{source.data() + sent % source_records, batch};
                while (!rest.empty()) {
                    std::size_t const taken = ring.push(rest);
                    rest = rest.subspan(taken);
                    if (taken == 0)
                        wait.nothing();
                }
            }
        },
        [&] {
            patience wait;
            std::uint64_t sum = 0;
            for (std::uint64_t got = 0; got != events_per_pass;) {
                auto const records = ring.take(256);
                if (records.empty())
                    wait.nothing();
                for (Record const& record : records)
                    sum += record.header.sequence;
                got += records.size();
                ring.release();
            }
            benchmark::DoNotOptimize(sum);
        });
}

template <class Record>
double routing_pass(router& hub, std::vector<Record> const& source, std::uint32_t batch) {
    return timed(
        [&] {
            patience wait;
            for (std::uint64_t sent = 0; sent != events_per_pass; sent += batch) {
                tickhub_batch const records{&source[sent % source_records].header, batch * sizeof(Record), batch, 0};
                hub.publisher_of(1).publish(records, sent + 1, &wait);
            }
        },
        [&] {
            patience wait;
            inbox& from = *hub.inbox_of(2);
            std::uint64_t sum = 0;
            for (std::uint64_t got = 0; got != events_per_pass;) {
                tickhub_batch const records = from.take(256, 1U << 20U);
                if (records.count == 0)
                    wait.nothing();
                for (event const e : event_batch{records})
                    sum += e.header().sequence;
                got += records.count;
                from.release();
            }
            benchmark::DoNotOptimize(sum);
        });
}

double at_share(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

double median(std::vector<double> const& values) {
    return at_share(values, 0.5);
}

std::string summary;

template <class Record>
void publish_to_sink(benchmark::State& state) {
    char const* const name = std::is_same_v<Record, tickhub_ticker> ? "tickers" : "trades";
    auto const batch = static_cast<std::uint32_t>(state.range(0));
    auto const source = make_source<Record>();
    bench::bare_ring<Record> ring{ring_records};
    auto const hub = make_hub(ring_records);
    std::vector<double> bare;
    std::vector<double> routed;
    std::vector<double> ratios;
    routing_pass<Record>(*hub, source, batch); // every key is known from here on
    bare_pass<Record>(ring, source, batch);
    std::uint64_t allocated = 0;
    for (auto _ : state) {
        std::uint64_t const at_start = bench::allocations;
        bare.push_back(bare_pass<Record>(ring, source, batch));
        std::uint64_t const between = bench::allocations;
        routed.push_back(routing_pass<Record>(*hub, source, batch));
        // Starting a thread allocates, in a bare pass as in a routed one: that is not the events'.
        allocated += (bench::allocations - between) - (between - at_start);
        ratios.push_back(routed.back() / bare.back());
        state.SetIterationTime(static_cast<double>(events_per_pass) / routed.back());
    }
    double const per_event = static_cast<double>(allocated) / static_cast<double>(events_per_pass * ratios.size());
    state.counters["events/s"] = median(routed);
    state.counters["bare events/s"] = median(bare);
    state.counters["ratio"] = median(ratios);
    state.counters["allocations"] = per_event;
    char line[256];
    std::snprintf(line, sizeof line,
                  "%-7s batch %3u: %6.1f M events/s routed, %6.1f M bare, ratio %.2f (best passes %.1f / %.1f = %.2f), "
                  "%.6f allocations per event\n",
                  name, batch, median(routed) / 1e6, median(bare) / 1e6, median(ratios), at_share(routed, 0.9) / 1e6,
                  at_share(bare, 0.9) / 1e6, at_share(routed, 0.9) / at_share(bare, 0.9), per_event);
    summary += line;
}

/// What one event costs when one thread does it all, as in lock-step: processor time, so that a busy machine matters
/// less.
template <class Record>
void bare_hop(benchmark::State& state) {
    auto const batch = static_cast<std::size_t>(state.range(0));
    auto const source = make_source<Record>();
    bench::bare_ring<Record> ring{ring_records};
    std::uint64_t sent = 0;
    std::uint64_t sum = 0;
    for (auto _ : state) {
        ring.push({source.data() + sent % source_records, batch});
        for (Record const& record : ring.take(256))
            sum += record.header.sequence;
        ring.release();
        sent += batch;
    }
    benchmark::DoNotOptimize(sum);
    state.SetItemsProcessed(static_cast<std::int64_t>(sent));
}

template <class Record>
void routed_hop(benchmark::State& state) {
    auto const batch = static_cast<std::uint32_t>(state.range(0));
    auto const source = make_source<Record>();
    auto const hub = make_hub(ring_records);
    inbox& to = *hub->inbox_of(2);
    std::uint64_t sent = 0;
    std::uint64_t sum = 0;
    for (auto _ : state) {
        tickhub_batch const records{&source[sent % source_records].header, batch * sizeof(Record), batch, 0};
        hub->publisher_of(1).publish(records, sent + 1, nullptr);
        for (event const e : event_batch{to.take(256, 1U << 20U)})
            sum += e.header().sequence;
        to.release();
        sent += batch;
    }
    benchmark::DoNotOptimize(sum);
    state.SetItemsProcessed(static_cast<std::int64_t>(sent));
}

/// Sleeps until it is rung.
class bell {
public:
    wake_call wake() noexcept {
        return {[](void* self) noexcept { static_cast<bell*>(self)->ring(); }, this};
    }
    void ring() noexcept {
        {
            std::lock_guard lock{mutex_};
            rung_ = true;
        }
        rings_.notify_one();
    }
    void wait() {
        std::unique_lock lock{mutex_};
        rings_.wait(lock, [&] { return rung_; });
        rung_ = false;
    }

private:
    std::mutex mutex_;
    std::condition_variable rings_;
    bool rung_ = false;
};

std::uint64_t nanoseconds() {
    return static_cast<std::uint64_t>(clock_type::now().time_since_epoch().count());
}

/// One ticker every 20 µs; its ts_recv is the moment of publishing. `looks` is how often the sink looks before it
/// sleeps.
void publish_to_sink_latency(benchmark::State& state, int looks, char const* name) {
    constexpr std::size_t count = 25'000;
    auto const source = make_source<tickhub_ticker>();
    std::vector<std::uint64_t> latencies;
    latencies.reserve(count * 16);
    for (auto _ : state) {
        auto const hub = make_hub(ring_records);
        inbox& from = *hub->inbox_of(2);
        bell rings;
        from.set_wakes(rings.wake(), {});
        std::thread sink{[&] {
            for (std::size_t got = 0; got != count;) {
                tickhub_batch records = from.take(256, 1U << 20U);
                for (int i = 0; records.count == 0 && i != looks; ++i)
                    records = from.take(256, 1U << 20U);
                if (records.count == 0)
                    rings.wait();
                for (event const e : event_batch{records}) {
                    latencies.push_back(nanoseconds() - e.header().ts_recv);
                    ++got;
                }
                from.release();
            }
        }};
        std::uint64_t due = nanoseconds();
        for (std::size_t i = 0; i != count; ++i) {
            due += 20'000;
            while (nanoseconds() < due) {
            }
            tickhub_batch const one{&source[i % source_records].header, sizeof(tickhub_ticker), 1, 0};
            hub->publisher_of(1).publish(one, nanoseconds(), nullptr);
        }
        sink.join();
    }
    std::sort(latencies.begin(), latencies.end());
    auto const at = [&](double share) {
        return static_cast<double>(
            latencies[static_cast<std::size_t>(share * static_cast<double>(latencies.size() - 1))]);
    };
    state.counters["p50 ns"] = at(0.5);
    state.counters["p99 ns"] = at(0.99);
    state.counters["p99.9 ns"] = at(0.999);
    char line[256];
    std::snprintf(line, sizeof line, "latency, %-22s p50 %8.2f us, p99 %8.2f us, p99.9 %8.2f us\n", name, at(0.5) / 1e3,
                  at(0.99) / 1e3, at(0.999) / 1e3);
    summary += line;
}

} // namespace

BENCHMARK_TEMPLATE(bare_hop, tickhub_ticker)->Arg(1)->Arg(16)->Arg(256);
BENCHMARK_TEMPLATE(routed_hop, tickhub_ticker)->Arg(1)->Arg(16)->Arg(256);
BENCHMARK_TEMPLATE(bare_hop, tickhub_trade)->Arg(1)->Arg(16)->Arg(256);
BENCHMARK_TEMPLATE(routed_hop, tickhub_trade)->Arg(1)->Arg(16)->Arg(256);
BENCHMARK_TEMPLATE(publish_to_sink, tickhub_ticker)
    ->Arg(1)
    ->Arg(16)
    ->Arg(256)
    ->Iterations(passes)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_TEMPLATE(publish_to_sink, tickhub_trade)
    ->Arg(1)
    ->Arg(16)
    ->Arg(256)
    ->Iterations(passes)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(publish_to_sink_latency, sleeping, 0, "a sink that sleeps")
    ->Iterations(3)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(publish_to_sink_latency, spinning, 2'000, "a sink that spins first")
    ->Iterations(3)
    ->Unit(benchmark::kMillisecond);

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 1;
    benchmark::RunSpecifiedBenchmarks();
    std::printf("\n%s", summary.c_str());
}
