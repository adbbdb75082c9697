// SSE fan-out: server CPU time per delivered event, ours over a plain epoll program's, taken in turns in one run.
//
//   bench_sse [clients [events_per_second [seconds [rounds]]]]
#include "http/server.hpp"
#include "plain_epoll.hpp"
#include "reading_clients.hpp"

#include <tickhub/abi.h>

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace http = tickhub::http;

struct setting {
    int clients = 100;
    int events_per_second = 1000;
    int seconds = 3;
    int rounds = 7;
};

struct measured {
    double cpu_us = 0;  // of the server, per delivered event
    double user_us = 0; // the part outside the kernel
    bench::latencies seen;
};

struct cpu_time {
    double user_us = 0;
    double all_us = 0;
    static cpu_time now() {
        rusage used{};
        ::getrusage(RUSAGE_SELF, &used);
        auto const us = [](timeval t) { return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec); };
        return {us(used.ru_utime), us(used.ru_utime) + us(used.ru_stime)};
    }
};

// About 150 bytes on the wire with the event's frame.
std::string data_of(int number) {
    char text[160];
    std::snprintf(text, sizeof(text),
                  "{\"record\":\"trades\",\"symbol\":\"SYM%03d\",\"price\":%d.05,\"quantity\":%d,\"side\":\"buy\","
                  "\"t\":%llu}",
                  number % 100, 1000 + number % 500, 1 + number % 900,
                  static_cast<unsigned long long>(bench::monotonic_ns()));
    return text;
}

// Publishes at an even rate; what it costs is part of what is measured, in both programs alike.
template <class Publish>
cpu_time publish_all(setting const& s, Publish publish) {
    cpu_time const before = cpu_time::now();
    std::uint64_t const begin = bench::monotonic_ns();
    int const events = s.events_per_second * s.seconds;
    for (int i = 0; i < events; ++i) {
        std::uint64_t const due =
            begin + static_cast<std::uint64_t>(i) * 1'000'000'000U / static_cast<std::uint64_t>(s.events_per_second);
        timespec const at{static_cast<time_t>(due / 1'000'000'000U), static_cast<long>(due % 1'000'000'000U)};
        ::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, nullptr);
        publish(data_of(i));
    }
    timespec const rest{0, 50'000'000}; // what waits for coalescing still leaves
    ::clock_nanosleep(CLOCK_MONOTONIC, 0, &rest, nullptr);
    cpu_time const after = cpu_time::now();
    return {after.user_us - before.user_us, after.all_us - before.all_us};
}

measured result(setting const& s, cpu_time const& used, bench::latencies const& seen) {
    auto const expected =
        static_cast<std::uint64_t>(s.clients) * static_cast<std::uint64_t>(s.events_per_second * s.seconds);
    if (seen.events != expected) {
        std::fprintf(stderr, "%llu of %llu events arrived\n", static_cast<unsigned long long>(seen.events),
                     static_cast<unsigned long long>(expected));
        std::exit(2);
    }
    return {used.all_us / static_cast<double>(expected), used.user_us / static_cast<double>(expected), seen};
}

measured run_plain(setting const& s) {
    bench::plain_epoll server;
    bench::reading_clients clients{server.port(), s.clients};
    server.wait_for_clients(s.clients);
    cpu_time const used = publish_all(s, [&](std::string const& data) {
        std::string const event = "event: trades\ndata: " + data + "\n\n";
        char size[16];
        std::snprintf(size, sizeof(size), "%zx\r\n", event.size());
        server.broadcast(size + event + "\r\n");
    });
    server.close_all();
    return result(s, used, clients.finish());
}

// Opens a stream on each request, and joins it to the one group.
class streams final : public http::sink_events {
public:
    bool on_request(std::unique_ptr<http::request_data> request) noexcept override {
        std::lock_guard const lock{mutex_};
        requests_.push_back(request->id);
        return true;
    }
    bool on_message(std::unique_ptr<http::message_data>) noexcept override { return false; }
    bool on_snapshot_wanted(tickhub_connection, std::uint64_t) noexcept override { return false; }
    void on_messages_wait() noexcept override {}
    void on_closed(tickhub_connection) noexcept override {}
    std::vector<tickhub_request_id> take() {
        std::lock_guard const lock{mutex_};
        return std::exchange(requests_, {});
    }

private:
    std::mutex mutex_;
    std::vector<tickhub_request_id> requests_;
};

tickhub_text text(std::string_view t) {
    return {t.data(), t.size()};
}

measured run_ours(setting const& s) {
    http::server server{{}};
    http::listener_options options;
    options.name = "web";
    std::uint16_t const port_number = server.listen(options).port;
    streams events;
    auto port = server.make_port("bench", events);
    tickhub_http const& table = *port->table();
    std::uint32_t mount = 0;
    table.mount(table.context, text("web"), text("/stream"), &mount, nullptr);
    server.start();
    bench::reading_clients clients{port_number, s.clients};
    tickhub_group const group = table.create_group(table.context);
    for (int opened = 0; opened < s.clients;) {
        for (tickhub_request_id const request : events.take()) {
            tickhub_stream_options stream{};
            stream.struct_size = sizeof(stream);
            tickhub_connection connection = 0;
            table.open_stream(table.context, request, &stream, &connection);
            table.join(table.context, connection, group, 0);
            ++opened;
        }
    }
    cpu_time const used = publish_all(s, [&](std::string const& data) {
        tickhub_message message{};
        message.struct_size = sizeof(message);
        message.lane = TICKHUB_LANE_EVENT;
        message.delivery = TICKHUB_DELIVERY_FAST;
        message.event = text("trades");
        message.data = text(data);
        table.broadcast(table.context, &group, 1, &message);
    });
    port.reset();
    measured const found = result(s, used, clients.finish());
    server.stop();
    return found;
}

template <class Of>
double median(std::vector<measured> const& all, Of of) {
    std::vector<double> values;
    for (auto const& one : all)
        values.push_back(of(one));
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

} // namespace

int main(int count, char** arguments) {
    setting s;
    int* const settings[] = {&s.clients, &s.events_per_second, &s.seconds, &s.rounds};
    for (int i = 1; i < count && i <= 4; ++i)
        *settings[i - 1] = std::max(1, std::atoi(arguments[i]));

    std::vector<measured> ours;
    std::vector<measured> plain;
    std::vector<double> ratios;
    for (int round = 0; round < s.rounds; ++round) {
        // The first of a pair has no advantage over the whole.
        if (round % 2 == 0)
            ours.push_back(run_ours(s));
        plain.push_back(run_plain(s));
        if (round % 2 != 0)
            ours.push_back(run_ours(s));
        ratios.push_back(ours.back().cpu_us / plain.back().cpu_us);
    }
    std::sort(ratios.begin(), ratios.end());
    double const ratio = ratios[ratios.size() / 2];
    auto const show = [](char const* name, std::vector<measured> const& all) {
        std::printf("  %-8s %.2f us of CPU per delivered event (%.2f outside the kernel), latency p50 %.2f ms, "
                    "p99 %.2f ms\n",
                    name, median(all, [](auto const& m) { return m.cpu_us; }),
                    median(all, [](auto const& m) { return m.user_us; }),
                    median(all, [](auto const& m) { return m.seen.p50_ms; }),
                    median(all, [](auto const& m) { return m.seen.p99_ms; }));
    };
    std::printf("SSE fan-out, %d clients, %d events/s, medians of %d interleaved runs of %d s:\n", s.clients,
                s.events_per_second, s.rounds, s.seconds);
    show("tickhub", ours);
    show("plain", plain);
    std::printf("SSE fan-out: server CPU per delivered event, tickhub / plain epoll with one send each = %.2f "
                "(%.2f to %.2f; at most 1.0 wanted)\n",
                ratio, ratios.front(), ratios.back());
    return ratio <= 1.0 ? 0 : 1;
}
