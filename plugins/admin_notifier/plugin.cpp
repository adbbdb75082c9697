// admin_notifier: the hub's notices as server-sent events. What is decided is decided in the files beside this one;
// here it is carried out.
#include "greeting.hpp"
#include "history.hpp"
#include "settings.hpp"
#include "severity.hpp"

#include <tickhub/hello.hpp>
#include <tickhub/plugin.hpp>

#include <array>
#include <optional>
#include <span>
#include <string>

namespace tickhub::admin_notifier {

class notifier final : public sink {
public:
    notifier(tickhub::host& h, setting root)
        : sink{h}
        , settings_{read_settings(root)}
        , history_{make_epoch(h), settings_.history} {}

    void start() override {
        serving_.emplace(host_);
        serving_->server.mount(settings_.listener, settings_.path);
    }

    void on_events(event_batch batch) override {
        for (event const e : batch) {
            if (auto const* notice = e.as<tickhub_notice>())
                broadcast(e, "notice", severity_of(*notice));
            else if (e.record() == TICKHUB_RECORD_GAP)
                broadcast(e, "gap", severity::critical); // who knows what was in it
        }
    }

    void on_request(request const& r) override {
        if (r.method() != "GET" && r.method() != "HEAD") {
            serving_->server.respond(r.id(), 405, "text/plain; charset=utf-8", "This is an event stream: GET it.\n");
            return;
        }
        auto const last = last_event_id(r);
        auto const start = begin_at(history_, last, r.query("severity"));
        auto const epoch = history_.here().epoch;
        auto const client = serving_->server.open_stream(r.id(), {.retry_ms = settings_.retry_ms,
                                                                  .heartbeat = settings_.heartbeat,
                                                                  .epoch = epoch,
                                                                  .sequence = start.after});
        if (!client)
            return; // it has gone already
        greet(*client, start, last.has_value());
        history_.for_each_after(start.after, start.least, [&](history::entry const& kept) {
            serving_->server.send(*client, {.event = kept.event,
                                            .data = kept.json,
                                            .lane = lane::event,
                                            .delivery = delivery::strict,
                                            .sequence = kept.sequence});
        });
        serving_->server.join(*client, serving_->groups[place_of(start.least)], http_service::join_with::only_new);
    }

private:
    static std::size_t place_of(severity grade) noexcept { return static_cast<std::size_t>(grade) - 1; }

    void broadcast(event e, std::string_view name, severity grade) {
        if (!host_.encode_json(e, json_))
            return; // the hub lets no malformed record through
        auto const sequence = history_.add(name, grade, json_);
        // Whoever asked for this severity, or for a lesser one.
        std::span<tickhub_group const> const listening{serving_->groups.data(), place_of(grade) + 1};
        serving_->server.broadcast(
            listening,
            {.event = name, .data = json_, .lane = lane::event, .delivery = delivery::strict, .sequence = sequence});
    }

    // The id of hello is where the client starts: cut off before the first notice, it comes back with it and misses
    // none.
    void greet(tickhub_connection client, beginning const& start, bool comes_back) {
        json_.clear();
        append_hello(json_, history_.here().epoch, host_.market_time());
        tell(client, "hello", start.after);
        if (comes_back) {
            json_.clear();
            append_resume(json_, history_, start);
            tell(client, "resume");
        }
        if (start.bad_severity) {
            json_.clear();
            append_severity_problem(json_, *start.bad_severity);
            tell(client, "problem");
        }
    }

    void tell(tickhub_connection client, std::string_view name, std::uint64_t sequence = 0) {
        serving_->server.send(client, {.event = name, .data = json_, .sequence = sequence});
    }

    // What start acquires: `tickhub check` makes components in a hub that serves nothing.
    struct serving {
        explicit serving(tickhub::host const& h)
            : server{h}
            , groups{server.create_group(), server.create_group(), server.create_group()} {}
        http_service server;
        std::array<tickhub_group, 3> groups; // by the least severity that their members asked for
    };

    settings settings_;
    std::optional<serving> serving_;
    history history_;
    std::string json_;
};

} // namespace tickhub::admin_notifier

TICKHUB_PLUGIN(tickhub::admin_notifier::notifier, tickhub::admin_notifier::manifest)
