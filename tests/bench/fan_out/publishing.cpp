#include "fan_out/publishing.hpp"

#include "tools/clock.hpp"

#include <algorithm>
#include <cstdio>
#include <string_view>

namespace bench {

namespace {

void publish_one(broadcaster& server, std::uint64_t number) {
    char text[160];
    int const size = std::snprintf(text, sizeof(text),
                                   "{\"record\":\"trades\",\"symbol\":\"SYM%03d\",\"price\":%d.05,\"quantity\":%d,"
                                   "\"side\":\"buy\",\"t\":%llu}",
                                   static_cast<int>(number % 100), 1000 + static_cast<int>(number % 500),
                                   1 + static_cast<int>(number % 900), static_cast<unsigned long long>(monotonic_ns()));
    server.publish({text, static_cast<std::size_t>(size)});
}

void wait_until(broadcaster& server, std::uint64_t due) {
    while (server.flush_due() < due) {
        sleep_until(server.flush_due());
        server.flush();
    }
    sleep_until(due);
}

} // namespace

std::uint64_t publish_for(broadcaster& server, int events_per_second, double seconds) {
    std::uint64_t const begin = monotonic_ns();
    auto const end = begin + static_cast<std::uint64_t>(seconds * static_cast<double>(second));
    std::uint64_t number = 0;
    for (;; ++number) {
        if (events_per_second != 0) {
            std::uint64_t const due = begin + number * second / static_cast<std::uint64_t>(events_per_second);
            if (due >= end)
                break;
            wait_until(server, due);
        } else if (monotonic_ns() >= end) {
            break;
        }
        publish_one(server, number);
    }
    wait_until(server, monotonic_ns() + 50 * millisecond);
    return number;
}

} // namespace bench
