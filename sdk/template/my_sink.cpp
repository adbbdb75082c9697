// The smallest sink: it serves the newest event as JSON, to whoever asks for it.
#include <tickhub/plugin.hpp>

#include <string>

namespace {

class my_sink final : public tickhub::sink {
public:
    my_sink(tickhub::host& h, tickhub::setting settings)
        : sink{h}
        , listener_{settings["listener"].as_string()}
        , path_{settings["path"].as_string()}
        , seen_{h.counter("seen_events_total", "Events that came.")} {
        if (!path_.starts_with('/'))
            settings["path"].refuse_now("a path begins with /");
    }

    void start() override { tickhub::http_service{host_}.mount(listener_, path_); }

    void on_events(tickhub::event_batch batch) override {
        for (tickhub::event const e : batch)
            host_.encode_json(e, newest_);
        seen_.add(batch.size());
    }

    void on_request(tickhub::request const& r) override {
        tickhub::http_service const http{host_};
        if (newest_.empty())
            http.respond(r.id(), 404, "text/plain; charset=utf-8", "Nothing has happened yet.\n");
        else
            http.respond(r.id(), 200, "application/json", newest_);
    }

private:
    std::string listener_, path_, newest_;
    tickhub::metric seen_;
};

constexpr tickhub::declaration settings[] = {
    {.name = "listener", .type = tickhub::type::listener, .doc = "Where it is served.", .required = true},
    {.name = "path", .type = tickhub::type::text, .doc = "Its path there.", .by_default = "/newest"}};
constexpr tickhub::manifest manifest = {
    .name = "my_sink", .version = "1.0.0", .doc = "Serves the newest event.", .settings = settings};

} // namespace

TICKHUB_PLUGIN(my_sink, manifest)
