// Resident user memory per idle connection: of the hub's server alone, and of the whole program; and after many have
// come and gone.
//
//   bench_memory [connections [turnover]]
#include "fan_out/hub_server.hpp"
#include "tools/arguments.hpp"
#include "tools/clock.hpp"
#include "tools/fail.hpp"
#include "tools/hub_process.hpp"
#include "tools/memory.hpp"
#include "tools/stream_socket.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <string_view>
#include <vector>

namespace {

using namespace bench;

constexpr int per_address = 5000; // ports are many, but not that many

int open_one(std::uint16_t port, wire how, char const* target, int number) {
    int const made = connect_to(port, 1 + number / per_address);
    ask_for(made, how, target);
    return made;
}

// The answer's head, and whatever came with it; on an idle stream nothing more follows.
void read_answer(int socket, wire how) {
    char buffer[4096];
    auto const size = ::recv(socket, buffer, sizeof(buffer), 0);
    std::string_view const text{buffer, size > 0 ? static_cast<std::size_t>(size) : 0};
    if (!text.starts_with(how == wire::websocket ? "HTTP/1.1 101" : "HTTP/1.1 200"))
        fail("a connection was refused");
}

std::vector<int> open_many(std::uint16_t port, wire how, char const* target, int count) {
    std::vector<int> all;
    for (int i = 0; i != count; ++i) {
        all.push_back(open_one(port, how, target, i));
        // Some at a time, so that the listener's queue is never full.
        if (i >= 100)
            read_answer(all[static_cast<std::size_t>(i - 100)], how);
    }
    for (int i = std::max(0, count - 100); i != count; ++i)
        read_answer(all[static_cast<std::size_t>(i)], how);
    return all;
}

void close_many(std::vector<int> const& all) {
    for (int const one : all)
        ::close(one);
}

// What a server keeps once nothing moves any more: the lowest of a second.
double settled_bytes(pid_t server) {
    std::uint64_t least = resident_bytes(server);
    for (int i = 0; i != 10; ++i) {
        sleep_until(monotonic_ns() + second / 10);
        least = std::min(least, resident_bytes(server));
    }
    return static_cast<double>(least);
}

struct found {
    double per_connection = 0; // bytes
    double kept = 0;           // bytes per connection of the first wave, once all have gone
    double grown = 0;          // bytes, by the turnover
};

found look(pid_t server, std::uint16_t port, wire how, char const* target, int connections, int turnover) {
    // What is made once and for all is there before.
    close_many(open_many(port, how, target, 200));
    double const before = settled_bytes(server);
    auto const all = open_many(port, how, target, connections);
    double const full = settled_bytes(server);
    close_many(all);
    double const after = settled_bytes(server);
    // As many at once as there are in a short wave: what is left then is left by those who came and went.
    for (int i = 0; i < turnover; i += 200)
        close_many(open_many(port, how, target, 200));
    double const last = settled_bytes(server);
    return {(full - before) / connections, (after - before) / connections, last - after};
}

void show(char const* name, found const& f, double wanted, int connections, int turnover) {
    std::printf(
        "  %-26s %7.0f bytes per idle connection, %5.0f when they have gone; %+.0f KiB by %d more that came and "
        "went\n",
        name, f.per_connection, f.kept, f.grown / 1024, turnover);
    std::printf("Memory, %s: %.2f KiB per idle connection with %d of them (at most %.0f wanted), %+.2f bytes per "
                "connection that came and went (0 wanted)\n",
                name, f.per_connection / 1024, connections, wanted, f.grown / turnover);
}

found look_at_server(wire how, int connections, int turnover) {
    child_process server{server_core, [](channel& parent) {
                             raise_file_limit();
                             hub_server program{std::chrono::milliseconds{5}};
                             parent.say(program.port());
                             for (;;) {
                                 program.answer();
                                 sleep_until(monotonic_ns() + millisecond);
                             }
                         }};
    auto const port = server.talk().hear<std::uint16_t>();
    return look(server.id(), port, how, "/stream", connections, turnover);
}

found look_at_hub(wire how, int connections, int turnover) {
    hub_process const hub{
        how == wire::websocket
            ? "sinks: {echo: {plugin: echo_sink, settings: {listener: web}}}\n"
            : "sinks: {public: {plugin: sse_broadcaster, settings: {listener: web, heartbeat: 5m}}}\n"};
    return look(hub.id(), hub.port(), how, how == wire::websocket ? "/echo" : "/stream", connections, turnover);
}

} // namespace

int main(int count, char** arguments) {
    int connections = 10'000;
    int turnover = 100'000;
    read_arguments(count, arguments, {&connections, &turnover});
    if (raise_file_limit() < static_cast<std::size_t>(connections) + 100)
        fail("raise the limit of open files");
    stay_on_core(client_core);
    show("SSE, the server alone", look_at_server(wire::event_stream, connections, turnover), 2, connections, turnover);
    show("WebSocket, the server alone", look_at_server(wire::websocket, connections, turnover), 7, connections,
         turnover);
    show("SSE, sse_broadcaster", look_at_hub(wire::event_stream, connections, turnover), 2, connections, turnover);
    show("WebSocket, echo_sink", look_at_hub(wire::websocket, connections, turnover), 7, connections, turnover);
}
