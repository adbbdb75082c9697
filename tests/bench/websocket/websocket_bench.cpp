// WebSocket round trips, through the whole hub and a plugin, against a bare Beast echo: each server on one core, the
// clients on another, in turns in one run.
//
//   bench_websocket [seconds [rounds]]
#include "beast_echo.hpp"
#include "echo_clients.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

namespace {

using bench::round_trips;

void stay_on_core(int core) {
    cpu_set_t only;
    CPU_ZERO(&only);
    CPU_SET(core, &only);
    ::sched_setaffinity(0, sizeof(only), &only);
}

/// A server in a process of its own, on the first core.
class process {
public:
    explicit process(std::function<void()> const& run) : id_{::fork()} {
        if (id_ != 0)
            return;
        stay_on_core(0);
        run();
        ::_exit(1);
    }
    ~process() {
        ::kill(id_, SIGTERM);
        ::waitpid(id_, nullptr, 0);
    }
    process(process const&) = delete;
    process& operator=(process const&) = delete;

private:
    pid_t id_;
};

std::uint16_t free_port() {
    int const probe = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(where);
    if (::bind(probe, reinterpret_cast<sockaddr*>(&where), size) != 0 ||
        ::getsockname(probe, reinterpret_cast<sockaddr*>(&where), &size) != 0)
        std::abort();
    ::close(probe);
    return ntohs(where.sin_port);
}

void wait_until_listening(std::uint16_t port) {
    for (int tries = 0; tries != 1000; ++tries) {
        int const probe = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_port = htons(port);
        where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        bool const there = ::connect(probe, reinterpret_cast<sockaddr*>(&where), sizeof(where)) == 0;
        ::close(probe);
        if (there)
            return;
        ::usleep(10'000);
    }
    std::fprintf(stderr, "the hub does not listen\n");
    std::exit(2);
}

round_trips through_beast(int clients, int in_flight, double seconds) {
    int ends[2];
    if (::pipe(ends) != 0)
        std::abort();
    process const server{[&] { bench::serve_beast_echo(ends[1]); }};
    std::uint16_t port = 0;
    if (::read(ends[0], &port, sizeof(port)) != sizeof(port))
        std::abort();
    ::close(ends[0]);
    ::close(ends[1]);
    return bench::talk(port, clients, in_flight, seconds);
}

round_trips through_hub(int clients, int in_flight, double seconds) {
    std::uint16_t const port = free_port();
    auto const config =
        std::filesystem::temp_directory_path() / ("bench_websocket_" + std::to_string(::getpid()) + ".yaml");
    std::ofstream{config} << "hub: {plugins: [" TICKHUB_ECHO_FOLDER "], log: {level: error}}\n"
                          << "listeners: {web: {address: \"127.0.0.1:" << port << "\", messages_per_second: 0}}\n"
                          << "sinks: {echo: {plugin: echo_sink, settings: {listener: web}}}\n";
    round_trips result;
    {
        process const server{[&] { ::execl(TICKHUB_PROGRAM, "tickhub", "run", config.c_str(), nullptr); }};
        wait_until_listening(port);
        result = bench::talk(port, clients, in_flight, seconds);
    }
    std::filesystem::remove(config);
    return result;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

struct comparison {
    std::vector<round_trips> hub;
    std::vector<round_trips> beast;
};

comparison compare(int clients, int in_flight, double seconds, int rounds) {
    comparison all;
    for (int round = 0; round != rounds; ++round) {
        all.hub.push_back(through_hub(clients, in_flight, seconds));
        all.beast.push_back(through_beast(clients, in_flight, seconds));
    }
    return all;
}

void show(char const* name, std::vector<round_trips> const& all) {
    std::vector<double> rate, p50, p99;
    for (auto const& one : all) {
        rate.push_back(one.per_second);
        p50.push_back(one.p50_us);
        p99.push_back(one.p99_us);
    }
    std::printf("  %-8s %9.0f echoes/s, p50 %8.1f us, p99 %8.1f us\n", name, median(rate), median(p50), median(p99));
}

double ratio(comparison const& of, double round_trips::*what) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i != of.hub.size(); ++i)
        ratios.push_back(of.hub[i].*what / of.beast[i].*what);
    return median(ratios);
}

} // namespace

int main(int count, char** arguments) {
    double const seconds = count > 1 ? std::max(0.1, std::atof(arguments[1])) : 2;
    int const rounds = count > 2 ? std::max(1, std::atoi(arguments[2])) : 5;
    stay_on_core(1);
    auto const one = compare(1, 1, seconds, rounds);
    std::printf("WebSocket echo, 1 client, 1 message in flight, medians of %d interleaved runs of %.1f s:\n", rounds,
                seconds);
    show("tickhub", one.hub);
    show("beast", one.beast);
    auto const many = compare(64, 8, seconds, rounds);
    std::printf("WebSocket echo, 64 clients with 8 messages in flight each:\n");
    show("tickhub", many.hub);
    show("beast", many.beast);
    std::printf("WebSocket echo: p50 with one client, tickhub / beast = %.2f (at most 1.15 wanted); throughput with 64 "
                "clients = %.2f (at least 4 wanted)\n",
                ratio(one, &round_trips::p50_us), ratio(many, &round_trips::per_second));
}
