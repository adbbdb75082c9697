// Clients that the replay waits for, through a whole hub.
#include "puppets.hpp"

#include <tickhub/http.hpp>

#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <optional>
#include <string>

using namespace puppets;
using tickhub::lifecycle::stop_result;

namespace {

// Tickers without end.
part endless_feed() {
    auto time = std::make_shared<std::uint64_t>(0);
    part p;
    p.next = [time](tickhub::host& host, std::uint32_t) {
        ++*time;
        host.publish(ticker(0, *time, 1));
        return tickhub::pull_result::more();
    };
    return p;
}

// Sends a kilobyte to its paced clients for each ticker.
part pacing_sink() {
    struct served {
        std::optional<tickhub::http_service> http;
        tickhub_group all = 0;
        std::string const data = "\"" + std::string(1'000, 'x') + "\"";
    };
    auto s = std::make_shared<served>();
    part p;
    p.start = [s](tickhub::host& host) {
        s->http.emplace(host);
        s->http->mount("web", "/stream");
        s->all = s->http->create_group();
    };
    p.on_request = [s](tickhub::host&, tickhub::request const& r) {
        auto const client = s->http->open_stream(r.id(), {.paced = true});
        s->http->join(client.value(), s->all, tickhub::http_service::join_with::only_new);
    };
    p.on_events = [s](tickhub::host&, tickhub::event_batch batch) {
        for ([[maybe_unused]] tickhub::event const e : batch) {
            s->http->broadcast({&s->all, 1}, {.event = "ticker",
                                              .data = s->data,
                                              .lane = tickhub::lane::state,
                                              .delivery = tickhub::delivery::state,
                                              .key = 1});
        }
    };
    return p;
}

// Writes `code: text` for each warning.
part warned_sink(journal& to) {
    part p;
    p.on_events = [&to](tickhub::host&, tickhub::event_batch batch) {
        for (tickhub::event const e : batch) {
            auto const* n = e.as<tickhub_notice>();
            if (n != nullptr && n->severity == TICKHUB_SEVERITY_WARNING) {
                auto const text = e.text(n->text);
                to.write(std::string{e.text(n->code)} + ": " + std::string{text.substr(0, text.find(':'))});
            }
        }
    };
    return p;
}

// Asks for the stream and then reads nothing.
class stuck_client {
public:
    explicit stuck_client(std::uint16_t port) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
        int const buffer = 4'096;
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof(buffer));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
        std::string_view const request = "GET /stream HTTP/1.1\r\nHost: test\r\n\r\n";
        REQUIRE(::send(socket_, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size()));
    }
    ~stuck_client() { ::close(socket_); }
    stuck_client(stuck_client const&) = delete;
    stuck_client& operator=(stuck_client const&) = delete;

private:
    int socket_;
};

} // namespace

TEST_CASE("operators are told when a client that takes nothing no longer paces the replay", "[lifecycle]") {
    journal seen;
    play cast{{{"feed", endless_feed()}, {"public", pacing_sink()}, {"admin", warned_sink(seen)}}};
    auto const hub = cast.build(R"(
hub: {clock: feed, start: on_client, pace_deadline: 50ms}
listeners: {web: {address: "127.0.0.1:0"}}
feeds: {feed: {plugin: pull_puppet}}
sinks: {public: {plugin: sink_puppet}, admin: {plugin: sink_puppet}}
routes: [{from: feed, to: public}, {from: hub, to: admin}]
)");
    REQUIRE(hub->start().empty());
    {
        stuck_client const client{hub->ports().at("web")};
        CHECK(seen.wait_for("client_lost_pacing: 1 client no longer paces the replay"));
    }
    CHECK(hub->stop() == stop_result::clean);
}
