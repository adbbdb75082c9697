#include "lifecycle/hub_metrics.hpp"

#include "lifecycle/hub_parts.hpp"

#include <utility>

namespace tickhub::lifecycle {
namespace {

using observe::metric_kind;

class collector {
public:
    explicit collector(std::vector<observe::sample>& out) : out_{out} {}

    void counter(std::string name, std::string help, observe::labels labels, std::uint64_t value) {
        out_.push_back(
            {metric_kind::counter, std::move(name), std::move(help), std::move(labels), static_cast<double>(value)});
    }
    void gauge(std::string name, std::string help, observe::labels labels, std::uint64_t value) {
        out_.push_back(
            {metric_kind::gauge, std::move(name), std::move(help), std::move(labels), static_cast<double>(value)});
    }

private:
    std::vector<observe::sample>& out_;
};

void collect_component(component const& c, collector& to) {
    observe::labels const name{{"component", c.name()}};
    auto const counts = c.counts();
    to.counter("component_received_total", "Events given to the component.", name, counts.received);
    to.counter("component_handled_total", "Events that it handled.", name, counts.handled);
    to.counter("component_failed_total", "Events in batches that it failed on.", name, counts.failed);
    to.counter("component_restarts_total", "Times that it was started again.", name, counts.restarts);
}

void collect_routes(routing::inbox const& inbox, hub_names const& names, std::string const& target, collector& to) {
    auto const books = inbox.accounts();
    for (std::uint32_t e = 0; e < books.size(); ++e) {
        auto const& rule = inbox.rule(e);
        observe::labels const route{{"from", std::string{names.publisher(rule.publisher)}},
                                    {"to", target},
                                    {"route", std::to_string(rule.route)}};
        auto const& book = books[e];
        to.counter("route_offered_total", "Events that the route selected.", route, book.offered);
        to.counter("route_primed_total", "Current events given to a component that started late.", route, book.primed);
        to.counter("route_delivered_total", "Events handed to the component.", route, book.delivered);
        to.counter("route_conflated_total", "Events replaced by a newer one of their key.", route, book.conflated);
        for (std::size_t r = 0; r < routing::drop_reason_count; ++r) {
            auto labels = route;
            labels.emplace_back("reason", std::string{name(static_cast<routing::drop_reason>(r))});
            to.counter("route_dropped_total", "Events lost; a gap told the reader.", std::move(labels),
                       book.dropped[r]);
        }
        to.gauge("route_queued", "Events in the inbox.", route, book.queued);
    }
    to.gauge("inbox_bytes", "Bytes of events in the component's inbox.", {{"component", target}}, inbox.queued_bytes());
}

void collect_tls(http::server_metrics const& server, collector& to) {
    for (auto const& certificate : server.certificates) {
        to.gauge("http_certificate_expiry_seconds", "When the listener's certificate ends, in seconds since 1970.",
                 {{"listener", certificate.listener}}, certificate.expires);
    }
    if (server.certificates.empty())
        return;
    for (std::size_t i = 0; i < server.tls_handshakes.size(); ++i) {
        to.counter("http_tls_handshakes_total", "TLS handshakes by what came of them.",
                   {{"outcome", std::string{http::handshake_outcome_names[i]}}}, server.tls_handshakes[i]);
    }
}

void collect_server(http::server_metrics const& server, collector& to) {
    to.gauge("http_connections", "Open connections.", {}, server.connections);
    to.counter("http_accepted_total", "Connections accepted.", {}, server.accepted);
    for (std::size_t i = 0; i < server.accept_failures.size(); ++i) {
        to.counter("http_accept_failures_total", "Tries to accept a connection that failed.",
                   {{"reason", std::string{http::accept_error_names[i]}}}, server.accept_failures[i]);
    }
    to.counter("http_turned_away_total", "Connections and streams refused for want of room.", {}, server.turned_away);
    for (std::size_t i = 0; i < server.refused.size(); ++i) {
        to.counter("http_refused_total", "Connections and requests over a listener's limit.",
                   {{"reason", std::string{http::refusal_reason_names[i]}}}, server.refused[i]);
    }
    to.counter("http_requests_total", "Requests.", {}, server.requests);
    for (std::size_t digit = 1; digit < std::size(server.responses); ++digit) {
        to.counter("http_responses_total", "Responses by class of status.", {{"status", std::to_string(digit) + "xx"}},
                   server.responses[digit]);
    }
    to.counter("http_timeouts_total", "Connections ended by a deadline.", {}, server.timeouts);
    for (std::size_t i = 0; i < server.logins.size(); ++i) {
        to.counter("http_logins_total", "Logins, by what they came to.",
                   {{"result", std::string{http::login_result_names[i]}}}, server.logins[i]);
    }
    to.counter("http_stream_writes_total", "System calls that carried stream data.", {}, server.writes);
    collect_tls(server, to);
    for (auto const& sink : server.sinks) {
        observe::labels const name{{"component", sink.component}};
        auto const dropped = [&](char const* reason) {
            return observe::labels{{"component", sink.component}, {"reason", reason}};
        };
        to.gauge("streams", "Open event streams.", name, sink.streams);
        to.counter("stream_offered_total", "Messages times receivers.", name, sink.offered);
        to.counter("stream_primed_total", "Current messages asked for by those who joined.", name, sink.primed);
        to.counter("stream_replayed_total", "Missed messages that clients which came back are sent.", name,
                   sink.replayed);
        to.counter("stream_sent_total", "Messages given to the kernel.", name, sink.sent);
        to.counter("stream_superseded_total", "Messages replaced by a newer one of their key.", name, sink.superseded);
        to.counter("stream_dropped_total", "Messages lost; a gap told the client.", dropped("slow_client"),
                   sink.dropped_slow);
        to.counter("stream_dropped_total", "Messages lost; a gap told the client.", dropped("closed"),
                   sink.dropped_closed);
        to.gauge("stream_queued", "Messages in outboxes.", name, sink.queued);
        to.counter("stream_throttled_total", "Times that a WebSocket was not read from, having sent too much.", name,
                   sink.throttled);
        to.counter("stream_bytes_total", "Bytes given to the kernel.", name, sink.bytes_sent);
        to.counter("stream_slow_closes_total", "Streams closed because a message that must not be lost did not fit.",
                   name, sink.slow_closes);
        to.counter("stream_refused_messages_total", "Calls of the sink that break the contract.", name,
                   sink.refused_messages);
        to.counter("stream_refused_joins_total", "Subscriptions over the bound.", name, sink.refused_joins);
        to.counter("stream_handover_dropped_total", "Messages that no I/O thread took in time.", name,
                   sink.handover_dropped);
    }
}

} // namespace

void collect_metrics(hub_parts const& parts, std::vector<observe::sample>& out) {
    collector to{out};
    for (auto const& made : parts.components) {
        component const& c = *made;
        collect_component(c, to);
        if (auto const* inbox = parts.routes->inbox_of(c.id()))
            collect_routes(*inbox, parts.names, c.name(), to);
    }
    collect_server(parts.server.metrics(), to);
}

} // namespace tickhub::lifecycle
