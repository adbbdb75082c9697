#include "fan_out/reading_clients.hpp"

#include "tools/clock.hpp"
#include "tools/fail.hpp"
#include "tools/latency_histogram.hpp"
#include "tools/wire_walk.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace bench {

namespace {

struct client {
    int socket = -1;
    bool answered = false;
    std::string rest; // what has not come whole
};

class reader {
public:
    explicit reader(reading const& what) : what_{what}, buffer_(512 * 1024) {}

    // How many bytes of the buffer are done with.
    std::size_t take(client& c, std::string_view bytes) {
        std::size_t head = 0;
        if (!c.answered) {
            auto const end = bytes.find("\r\n\r\n");
            if (end == std::string_view::npos)
                return 0;
            bool const fine = bytes.starts_with(what_.how == wire::websocket ? "HTTP/1.1 101" : "HTTP/1.1 200");
            if (!fine)
                fail("a stream was refused");
            c.answered = true;
            head = end + 4;
        }
        std::uint64_t const now = monotonic_ns();
        std::uint64_t const before = events_;
        std::size_t const size = walk(bytes.substr(head), what_.how, [&](std::string_view payload) {
            auto const event = event_of(payload, what_.how);
            if (event == "gap")
                missing_ += number_after(payload, "\"count\":");
            if (event != "trades")
                return;
            bytes_ += payload.size();
            if (events_++ % static_cast<std::uint64_t>(what_.look_at_every) == 0)
                latencies_->add(now - last_number(payload));
        });
        if (events_ != before) {
            if (before == 0)
                first_ = now;
            last_ = now;
        }
        return head + size;
    }

    // False at the end of its stream.
    bool read(client& c) {
        std::memcpy(buffer_.data(), c.rest.data(), c.rest.size());
        auto const size = ::recv(c.socket, buffer_.data() + c.rest.size(), buffer_.size() - c.rest.size(), 0);
        if (size <= 0)
            return false;
        std::string_view const bytes{buffer_.data(), c.rest.size() + static_cast<std::size_t>(size)};
        c.rest.assign(bytes.substr(take(c, bytes)));
        return true;
    }

    [[nodiscard]] bool has_time() const {
        return what_.seconds == 0 || events_ == 0 ||
               static_cast<double>(last_ - first_) < what_.seconds * static_cast<double>(second);
    }
    [[nodiscard]] read_events result() const {
        return {events_,
                missing_,
                latencies_->at_ms(0.5),
                latencies_->at_ms(0.99),
                static_cast<double>(last_ - first_) / static_cast<double>(second),
                static_cast<double>(bytes_) / static_cast<double>(events_)};
    }

private:
    reading what_;
    std::vector<char> buffer_;
    std::unique_ptr<latency_histogram> latencies_ = std::make_unique<latency_histogram>();
    std::uint64_t events_ = 0, missing_ = 0, bytes_ = 0, first_ = 0, last_ = 0;
};

void read_all(channel& parent, reading const& what) {
    raise_file_limit();
    int const poll = ::epoll_create1(EPOLL_CLOEXEC);
    std::vector<client> clients(static_cast<std::size_t>(what.clients));
    for (std::size_t i = 0; i < clients.size(); ++i) {
        clients[i].socket = connect_to(what.port, 1);
        ask_for(clients[i].socket, what.how, what.target);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = i;
        ::epoll_ctl(poll, EPOLL_CTL_ADD, clients[i].socket, &event);
    }
    parent.signal();
    reader all{what};
    for (int open = what.clients; open > 0 && all.has_time();) {
        epoll_event ready[128];
        int const found = ::epoll_wait(poll, ready, 128, 20'000);
        if (found <= 0)
            fail("nothing comes");
        for (int i = 0; i < found; ++i) {
            client& c = clients[ready[i].data.u64];
            if (!all.read(c)) {
                ::close(c.socket);
                --open;
            }
        }
    }
    parent.say(all.result());
}

} // namespace

reading_clients::reading_clients(reading const& what)
    : process_{client_core, [&](channel& parent) { read_all(parent, what); }} {
    process_.talk().wait();
}

} // namespace bench
