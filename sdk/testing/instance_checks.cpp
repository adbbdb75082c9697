#include "subject.hpp"

#include <tickhub/blank_record.hpp>
#include <tickhub/testing/contract_checks.hpp>

#include <vector>

namespace tickhub::testing {
namespace {

constexpr int enough = 100; // calls, where a component could ask for more without end
constexpr std::uint32_t pull_limit = 64;

void give(subject& s, batch_builder const& batch) {
    tickhub_batch const raw = batch.raw();
    if (s.component.on_events != nullptr)
        s.call("on_events", [&](tickhub_error* error) { return s.component.on_events(s.instance, &raw, error); });
}

template <class Record>
void give_blank(subject& s, tickhub_instrument_id instrument) {
    batch_builder batch;
    auto record = make_blank<Record>(instrument, s.host.clock.market_time);
    record.header.publisher_id = 1;
    record.header.sequence = 1;
    batch.add(record.header);
    give(s, batch);
}

// Alerts numbered 1 to 16, each in a batch of its own.
void give_alerts(subject& s, tickhub_instrument_id instrument) {
    for (std::uint64_t id = 1; id <= 16; ++id) {
        auto record = make_blank<tickhub_alert>(instrument, s.host.clock.market_time);
        record.id = id;
        record.severity = TICKHUB_SEVERITY_INFO;
        batch_builder batch;
        batch.add(record, {{&tickhub_alert::rule, "check"}, {&tickhub_alert::text, "a contract check"}});
        give(s, batch);
    }
}

// A ticker that holds what a processor would work on.
void give_prices(subject& s, tickhub_instrument_id instrument) {
    auto ticker = make_blank<tickhub_ticker>(instrument, s.host.clock.market_time);
    ticker.last_price = 1'000'000'000'000;
    ticker.last_quantity = ticker.volume = 10;
    batch_builder batch;
    batch.add(ticker.header);
    give(s, batch);
}

void give_every_record(subject& s) {
    auto const about = s.host.define("CHECK");
    s.host.name_publisher(1, "publisher");
    give_blank<tickhub_definition>(s, about);
    give_blank<tickhub_status_record>(s, about);
    give_blank<tickhub_feed_status>(s, 0);
    give_blank<tickhub_reset>(s, 0);
    give_blank<tickhub_trade>(s, about);
    give_blank<tickhub_bbo>(s, about);
    give_blank<tickhub_mbo>(s, about);
    give_blank<tickhub_book>(s, about);
    give_blank<tickhub_ticker>(s, about);
    give_prices(s, about);
    give_blank<tickhub_ohlcv>(s, about);
    give_blank<tickhub_index>(s, about);
    give_blank<tickhub_movers>(s, 0);
    give_blank<tickhub_imbalance>(s, about);
    give_blank<tickhub_statistics>(s, about);
    give_blank<tickhub_news>(s, 0);
    give_blank<tickhub_corporate_action>(s, about);
    give_blank<tickhub_notice>(s, 0);
    give_blank<tickhub_gap>(s, 0);
    give_alerts(s, about);
}

void run_jobs(subject& s) {
    for (int i = 0; i < enough; ++i) {
        auto const job = s.host.take_job();
        if (!job)
            return;
        job->run(job->argument);
        if (s.component.on_background != nullptr)
            s.call("on_background",
                   [&](tickhub_error* error) { return s.component.on_background(s.instance, job->token, error); });
    }
}

void run_timers(subject& s) {
    for (int i = 0; i < enough; ++i) {
        auto const wait = s.host.next_timer_in();
        if (!wait)
            return;
        s.host.clock.advance(*wait);
        auto const token = s.host.take_due_timer();
        if (s.component.on_timer == nullptr)
            s.fault("it sets timers and has no on_timer");
        else
            s.call("on_timer", [&](tickhub_error* error) { return s.component.on_timer(s.instance, *token, error); });
    }
}

void pull(subject& s) {
    for (int i = 0; s.component.next != nullptr && i < enough; ++i) {
        tickhub_pull pull{};
        pull.struct_size = sizeof(pull);
        pull.max_events = pull_limit;
        auto const before = s.host.published_count();
        if (!s.call("next", [&](tickhub_error* error) { return s.component.next(s.instance, &pull, error); }))
            return;
        if (s.host.published_count() - before > pull_limit)
            s.fault("next published more than max_events");
        if (pull.next < TICKHUB_PULL_MORE || pull.next > TICKHUB_PULL_ENDED)
            s.fault("next did not say what comes next");
        if (pull.next == TICKHUB_PULL_ENDED)
            return;
        if (pull.next == TICKHUB_PULL_WAIT && pull.wake_at > s.host.clock.steady_time)
            s.host.clock.advance(pull.wake_at - s.host.clock.steady_time);
    }
}

// A loop whose waits end when the time has come, and which is over after enough of them.
struct finite_loop {
    subject& of;
    int left = enough;

    static tickhub_status wait(void* context, std::uint64_t until) {
        auto& self = *static_cast<finite_loop*>(context);
        auto& clock = self.of.host.clock;
        if (self.left-- == 0)
            return TICKHUB_CLOSED;
        if (self.left < -enough)
            self.of.fault("run goes on though wait says that it should return");
        if (until > clock.steady_time)
            clock.advance(until - clock.steady_time);
        return TICKHUB_OK;
    }
};

void run_loop(subject& s) {
    if (s.component.run == nullptr)
        return;
    finite_loop context{s};
    tickhub_loop const loop{sizeof(tickhub_loop), 0, &context, &finite_loop::wait};
    s.call("run", [&](tickhub_error* error) { return s.component.run(s.instance, &loop, error); });
}

// A good request, one that nobody serves, and one of a client that has gone when its answer comes.
void make_requests(subject& s) {
    if (s.component.on_request == nullptr)
        return;
    for (auto const* method : {"GET", "POST"}) {
        for (std::uint32_t mount = 1; mount <= s.host.http.mounts().size(); ++mount) {
            auto const& request = s.host.http.make_request({}, {}, method, mount);
            s.call("on_request",
                   [&](tickhub_error* error) { return s.component.on_request(s.instance, &request, error); });
            if (s.host.http.answers(s.host.http.client_count()) > 1)
                s.fault("it answered a request twice");
        }
    }
}

// A client that wants a WebSocket; if it gets one it says what nobody expects.
void talk(subject& s) {
    if (s.component.on_request == nullptr)
        return;
    for (std::uint32_t mount = 1; mount <= s.host.http.mounts().size(); ++mount) {
        auto const& request = s.host.http.make_websocket_request({}, {}, "none.of.yours", mount);
        s.call("on_request", [&](tickhub_error* error) { return s.component.on_request(s.instance, &request, error); });
        auto const client = s.host.http.client_count();
        if (s.host.http.answers(client) > 1)
            s.fault("it answered a request twice");
        for (std::string_view const said : {"", "{", "{\"a\":1}", "\xf0\x9f\x98\x80", "[[[[[[[[[[[[[[[["}) {
            for (std::uint32_t const binary : {0U, 1U}) {
                if (s.component.on_message == nullptr || !s.host.http.has_websocket(client))
                    continue;
                tickhub_websocket_message const message{sizeof(message), binary, client, to_text(said)};
                s.call("on_message",
                       [&](tickhub_error* error) { return s.component.on_message(s.instance, &message, error); });
            }
        }
    }
}

void disconnect_all(subject& s) {
    for (std::size_t client = 1; client <= s.host.http.client_count(); ++client) {
        if (s.host.http.disconnect(client) && s.component.on_closed != nullptr)
            s.call("on_closed", [&](tickhub_error* error) { return s.component.on_closed(s.instance, client, error); });
    }
}

void make_every_callback(subject& s) {
    make_requests(s);
    talk(s);
    give_every_record(s);
    run_timers(s);
    pull(s);
    run_loop(s);
    run_jobs(s);
    disconnect_all(s);
}

void silent_after_stop(subject& s) {
    auto const published = s.host.published_count();
    auto const lines = s.host.log().size();
    while (s.host.take_job())
        s.remark("a background job was left when it stopped");
    if (s.host.published_count() != published)
        s.fault("it published after stop");
    if (s.host.log().size() != lines)
        s.fault("it logged after stop");
}

using body = void (*)(subject&);
struct check {
    char const* sentence;
    body what;
};

constexpr check checks[] = {
    {"create acquires nothing, so that two instances can live side by side",
     [](subject& s) {
         void* first = s.instance;
         if (s.create()) {
             s.destroy();
         }
         s.instance = first;
         s.destroy();
     }},
    {"stop is legal without start, and twice",
     [](subject& s) {
         s.stop();
         s.stop();
         s.destroy();
     }},
    {"a started instance stops, twice, and may be destroyed",
     [](subject& s) {
         s.start();
         s.stop();
         s.stop();
         silent_after_stop(s);
         s.destroy();
     }},
    {"empty batches are borne",
     [](subject& s) {
         if (s.start())
             give(s, batch_builder{});
         s.stop();
         s.destroy();
     }},
    {"each callback succeeds or fails with a text, and nothing comes after stop",
     [](subject& s) {
         if (s.start())
             make_every_callback(s);
         s.drain();
         s.stop();
         silent_after_stop(s);
         s.destroy();
     }},
    {"a hub that refuses what is published is borne",
     [](subject& s) {
         s.host.publish_answer = TICKHUB_INVALID;
         if (s.start())
             make_every_callback(s);
         s.stop();
         s.destroy();
     }},
    {"a hub that is stopping is borne",
     [](subject& s) {
         s.host.publish_answer = TICKHUB_CLOSED;
         if (s.start())
             make_every_callback(s);
         s.drain();
         s.stop();
         s.destroy();
     }},
};

} // namespace

std::vector<contract_result> check_instances(tickhub_plugin const& plugin, setting_value const& settings) {
    std::vector<contract_result> results;
    contract_result made{"an instance is made of these settings, and destroyed", {}, {}};
    {
        subject s{plugin, settings, made};
        if (s.create())
            s.destroy();
        else
            s.fault("no instance was made; the other checks need settings that the plugin takes");
    }
    results.push_back(std::move(made));
    if (!all_kept(results))
        return results;
    for (auto const& [sentence, what] : checks) {
        contract_result result{sentence, {}, {}};
        {
            subject s{plugin, settings, result};
            if (s.create())
                what(s);
            else
                s.fault("no instance was made a second time");
        }
        results.push_back(std::move(result));
    }
    return results;
}

} // namespace tickhub::testing
