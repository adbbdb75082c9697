// Thousands of clients are cut off while news flow, and all come back at once with Last-Event-ID: nobody may lose a
// piece of news or get one twice, and each is told the truth. Of the whole program.
//
//   bench_storm [clients [news_per_second [kept]]], of which the last is how many pieces can be sent again
#include "storm/returning_client.hpp"
#include "tools/arguments.hpp"
#include "tools/child_process.hpp"
#include "tools/clock.hpp"
#include "tools/cpu_time.hpp"
#include "tools/fail.hpp"
#include "tools/hub_process.hpp"

#include <sys/epoll.h>

#include <algorithm>
#include <cstdio>
#include <deque>
#include <string>
#include <utility>

namespace {

using namespace bench;

class crowd {
public:
    crowd(std::uint16_t port, int count) {
        for (int i = 0; i != count; ++i)
            clients_.emplace_back(port);
    }

    /// Some are ahead of their answers, as a listener's queue allows; those that are in go on reading.
    void connect_all() {
        for (std::size_t i = 0; i != clients_.size(); ++i) {
            connect(i);
            if (i % 50 == 49)
                read_for(0);
        }
    }
    void cut_all() {
        for (auto& client : clients_)
            client.cut();
    }
    /// Reads until `done` says so of each, for a minute at most.
    template <class Done>
    void read_until_each(Done done) {
        std::uint64_t const give_up = monotonic_ns() + 60 * second;
        for (auto& client : clients_) {
            while (!done(client)) {
                read_for(100);
                if (monotonic_ns() > give_up)
                    fail("some clients don't get what they wait for");
            }
        }
    }
    template <class Of>
    [[nodiscard]] std::uint64_t sum(Of of) const {
        std::uint64_t all = 0;
        for (auto const& client : clients_)
            all += of(client);
        return all;
    }
    /// The number of the last piece of news that anyone has.
    [[nodiscard]] std::uint64_t newest() const {
        return std::max_element(clients_.begin(), clients_.end(),
                                [](auto const& one, auto const& other) { return one.last() < other.last(); })
            ->last();
    }
    /// The hub has closed so many streams, whose clients came back at once.
    [[nodiscard]] std::uint64_t turned_away() const noexcept { return turned_away_; }

private:
    void connect(std::size_t number) {
        clients_[number].connect(1 + static_cast<int>(number / 5000));
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = number;
        ::epoll_ctl(poll_, EPOLL_CTL_ADD, clients_[number].socket(), &event);
    }
    void read_for(int milliseconds) {
        epoll_event ready[256];
        int const found = ::epoll_wait(poll_, ready, 256, milliseconds);
        for (int i = 0; i < found; ++i) {
            auto& client = clients_[ready[i].data.u64];
            if (client.read())
                continue;
            client.cut();
            ++turned_away_;
            connect(ready[i].data.u64);
        }
    }

    int poll_ = ::epoll_create1(EPOLL_CLOEXEC);
    std::deque<returning_client> clients_;
    std::uint64_t turned_away_ = 0;
};

double seconds_since(std::uint64_t begin) {
    return static_cast<double>(monotonic_ns() - begin) / static_cast<double>(second);
}

} // namespace

int main(int count, char** arguments) {
    int clients = 5000;
    int news = 10;
    int kept = 10'000;
    read_arguments(count, arguments, {&clients, &news, &kept});
    if (raise_file_limit() < static_cast<std::size_t>(clients) + 100)
        fail("raise the limit of open files");
    stay_on_core(client_core);
    hub_process const hub{"feeds: {flood: {plugin: flood_feed, settings: {news: " + std::to_string(news) +
                          "}}}\n"
                          "sinks: {public: {plugin: sse_broadcaster, settings: {listener: web, history: {count: " +
                          std::to_string(kept) +
                          "}}}}\n"
                          "routes: [{from: flood, to: public}]\n"};
    crowd all{hub.port(), clients};
    all.connect_all();
    all.read_until_each([](auto const& client) { return client.last() != 0; });

    double const cpu_before = cpu_us(hub.id());
    std::uint64_t const begin = monotonic_ns();
    all.cut_all();
    all.connect_all();
    double const connected = seconds_since(begin);
    all.read_until_each([](auto const& client) { return client.is_back(); });
    double const back = seconds_since(begin);
    double const cpu = (cpu_us(hub.id()) - cpu_before) / 1e6;
    // Live again: each gets news that were not there when the last was told.
    std::uint64_t const newest = all.newest();
    all.read_until_each([&](auto const& client) { return client.last() > newest; });

    auto const lost = all.sum([](auto const& c) { return c.lost(); });
    auto const doubled = all.sum([](auto const& c) { return c.doubled(); });
    auto const untrue = all.sum([](auto const& c) { return c.untrue(); });
    std::printf(
        "Storm, %d clients, %d news/s: all connected after %.2f s, all told what they missed after %.2f s, with "
        "%.2f s of the hub's CPU; %llu turned away and back\n",
        clients, news, connected, back, cpu, static_cast<unsigned long long>(all.turned_away()));
    std::printf("Storm: back within %.2f s (at most 5 wanted); %llu of %d recovered all; news lost %llu, doubled %llu, "
                "told untruly %llu (0 wanted)\n",
                back, static_cast<unsigned long long>(all.sum([](auto const& c) { return c.recovered() ? 1U : 0U; })),
                clients, static_cast<unsigned long long>(lost), static_cast<unsigned long long>(doubled),
                static_cast<unsigned long long>(untrue));
    return lost + doubled + untrue == 0 ? 0 : 1;
}
