// sse_broadcaster: public market data as server-sent events. What is decided is decided in the files beside this one;
// here it is carried out.
#include "audience.hpp"
#include "greeting.hpp"
#include "manner.hpp"
#include "numbering.hpp"
#include "settings.hpp"
#include "state_key.hpp"
#include "subscription.hpp"

#include <tickhub/hello.hpp>
#include <tickhub/plugin.hpp>

#include <optional>
#include <string>

namespace tickhub::sse_broadcaster {

class broadcaster final : public sink {
public:
    broadcaster(tickhub::host& h, setting root)
        : sink{h}
        , settings_{read_settings(root)}
        , numbers_{make_epoch(h)}
        , opened_{h.counter("streams_opened_total", "Streams that clients have opened.")}
        , problems_{h.counter("stream_problems_total",
                              "Parameters, topics and symbols that clients asked for in vain.")}
        , unencodable_{h.counter("unencodable_records_total", "Records that have no JSON form; they are not sent.")} {}

    void start() override {
        serving_.emplace(host_);
        serving_->server.mount(settings_.listener, settings_.path);
        auto history = settings_.history;
        history.epoch = numbers_.here().epoch;
        for (auto const topic : resumable_topics(settings_.topics))
            serving_->server.keep_history(topic, history);
    }

    void on_events(event_batch batch) override {
        for (event const e : batch) {
            if (e.record() == TICKHUB_RECORD_RESET)
                serving_->clients.forget(e.header().publisher_id);
            if (settings_.topics.contains(e.record()) || e.record() == TICKHUB_RECORD_GAP)
                broadcast(e);
        }
    }

    void on_request(request const& r) override {
        if (r.method() != "GET" && r.method() != "HEAD") {
            serving_->server.respond(r.id(), 405, "text/plain; charset=utf-8", "This is an event stream: GET it.\n");
            return;
        }
        auto const here = numbers_.here();
        auto const last = last_event_id(r);
        auto const client = serving_->server.open_stream(r.id(), {.retry_ms = settings_.retry_ms,
                                                                  .heartbeat = settings_.heartbeat,
                                                                  .epoch = here.epoch,
                                                                  .sequence = here.sequence,
                                                                  .paced = settings_.paced,
                                                                  .resumes = last.has_value()});
        if (!client)
            return; // it has gone already
        opened_.add();
        auto const wanted = read_subscription(
            {.topics = r.query("topics"), .symbols = r.query("symbols"), .parameters = r.query_names()}, offer_to(r),
            [this](std::string_view symbol) { return host_.find_instrument(symbol); });
        greet(*client, wanted, last.has_value());
        serving_->clients.admit(*client, wanted.what);
        if (last)
            serving_->server.resume(*client, *last, resumable_topics(wanted.what.topics));
    }

    void on_closed(tickhub_connection client) override { serving_->clients.dismiss(client); }

private:
    // What the listener's access rules leave of what is served.
    [[nodiscard]] offer offer_to(request const& r) const {
        offer result;
        result.max_symbols = settings_.max_symbols;
        for (auto const record : servable_topics) {
            if (settings_.topics.contains(record))
                (r.may_have(record_name(record)) ? result.topics : result.forbidden).insert(record);
        }
        return result;
    }

    void broadcast(event e) {
        auto const groups = serving_->clients.of(e);
        if (groups.empty())
            return;
        if (!host_.encode_json(e, json_)) {
            unencodable_.add();
            return;
        }
        auto const manner = manner_of(e.header());
        serving_->server.broadcast(groups, {.event = record_name(e.record()),
                                            .data = json_,
                                            .lane = manner.lane,
                                            .delivery = manner.delivery,
                                            .key = manner.is_numbered() ? 0 : keys_.of(e),
                                            .sequence = manner.is_numbered() ? numbers_.next() : 0});
    }

    // A client that comes back keeps its id until it has been told what it missed.
    void greet(tickhub_connection client, wanted const& what, bool comes_back) {
        auto const here = numbers_.here();
        json_.clear();
        append_hello(json_, here.epoch, host_.market_time());
        tell(client, "hello", comes_back ? 0 : here.sequence);
        for (auto const& problem : what.problems) {
            json_.clear();
            append_problem(json_, problem);
            tell(client, "problem");
        }
        problems_.add(static_cast<std::int64_t>(what.problems.size()));
    }

    void tell(tickhub_connection client, std::string_view name, std::uint64_t sequence = 0) {
        serving_->server.send(client, {.event = name, .data = json_, .sequence = sequence});
    }

    // What start acquires: `tickhub check` makes components in a hub that serves nothing.
    struct serving {
        explicit serving(tickhub::host const& h) : server{h}, clients{server} {}
        http_service server;
        audience clients;
    };

    settings settings_;
    std::optional<serving> serving_;
    numbering numbers_;
    state_keys keys_;
    std::string json_; // reused, so that in steady state no event allocates
    metric opened_, problems_, unencodable_;
};

} // namespace tickhub::sse_broadcaster

TICKHUB_PLUGIN(tickhub::sse_broadcaster::broadcaster, tickhub::sse_broadcaster::manifest)
