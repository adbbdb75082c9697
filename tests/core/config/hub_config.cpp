#include "config/hub_config.hpp"

#include "config/records.hpp"
#include "core/config/declared_plugins.hpp"

#include <tickhub/events.h>

#include <catch2/catch.hpp>

#include <string>

using namespace tickhub::config;
using namespace std::chrono_literals;

namespace {

hub_config taken(std::string const& text) {
    auto outcome = tests::read(text);
    INFO(text_of(outcome.problems));
    REQUIRE(outcome.config);
    return std::move(*outcome.config);
}

std::uint32_t bit(unsigned record) {
    return 1u << record;
}

} // namespace

TEST_CASE("what a file leaves out has its default", "[config]") {
    auto const c = taken("feeds: {nse: {plugin: simulator}}\nsinks: {all: {plugin: everything}}\n"
                         "listeners: {web: {address: 127.0.0.1:0}}\n");
    CHECK(c.file == "hub.yaml");
    CHECK(c.name == "tickhub");
    CHECK_FALSE(c.clock);
    CHECK(c.start == start_mode::immediately);
    CHECK(c.stop_deadline == 10s);
    CHECK(c.pace_deadline == 30s);
    CHECK(c.stuck_after == 10s);
    CHECK(c.restart.budget == 5);
    CHECK(c.restart.within == 1min);
    CHECK(c.log.level == log_level::info);
    CHECK(c.log.format == log_format::text);
    CHECK(c.plugin_folders.empty());
    CHECK(c.routes.empty());
    CHECK(c.components.at(1).inbox.records == 65'536);
    CHECK(c.components.at(1).inbox.bytes == 16u << 20);
    CHECK(c.listeners.at(0).max_connections == 10'000);
    CHECK(c.listeners.at(0).header_timeout == 10s);
    CHECK(c.listeners.at(0).body_limit == 65'536);
    CHECK(c.listeners.at(0).coalesce == 5ms);
    CHECK(c.listeners.at(0).connections_per_address == 1000);
    CHECK(c.listeners.at(0).requests_per_second == 1000);
    CHECK(c.listeners.at(0).messages_per_second == 1000);
    CHECK(c.io_threads == 1);
}

TEST_CASE("what a file says is what the hub gets", "[config]") {
    auto const c = taken(R"(
hub: {name: demo, clock: day, start: on_client, stop_deadline: 2s, pace_deadline: 3s, stuck_after: 4s,
      io_threads: 4,
      restart: {budget: 0, within: 5m}, log: {level: warning, format: json}, plugins: [plugins]}
listeners: {web: {address: "[::1]:8080", max_connections: 7, files: {/: page.html, /p: page.html}, coalesce: 0ms,
                  connections_per_address: 5, requests_per_second: 0, messages_per_second: 9}}
feeds: {day: {plugin: replay, settings: {files: []}, prefix: "NSE:", share: true}}
sinks: {all: {plugin: everything, inbox: {records: 4, bytes: 1MiB}}}
)");
    CHECK(c.name == "demo");
    CHECK(c.clock == 0u);
    CHECK(c.start == start_mode::on_client);
    CHECK(c.stop_deadline == 2s);
    CHECK(c.pace_deadline == 3s);
    CHECK(c.stuck_after == 4s);
    CHECK(c.io_threads == 4);
    CHECK(c.restart.budget == 0);
    CHECK(c.restart.within == 5min);
    CHECK(c.log.level == log_level::warning);
    CHECK(c.log.format == log_format::json);
    CHECK(c.plugin_folders == std::vector<std::filesystem::path>{"/etc/hub/plugins"});
    auto const& web = c.listeners.at(0);
    CHECK(web.name == "web");
    CHECK(web.host == "::1");
    CHECK(web.port == 8080);
    CHECK(web.max_connections == 7);
    CHECK(web.coalesce == 0ms);
    CHECK(web.connections_per_address == 5);
    CHECK(web.requests_per_second == 0);
    CHECK(web.messages_per_second == 9);
    CHECK(web.files.at("/p") == "/etc/hub/page.html");
    auto const& day = c.components.at(0);
    CHECK(day.name == "day");
    CHECK(day.kind == plugin_kind::feed);
    CHECK(day.declared->feed == feed_style::pull);
    CHECK(day.prefix == "NSE:");
    CHECK(day.share);
    CHECK(c.components.at(1).inbox.records == 4);
    CHECK(c.components.at(1).inbox.bytes == 1u << 20);
}

TEST_CASE("with users, /admin is the admins' unless a rule says otherwise", "[config]") {
    std::string const rest = "feeds: {nse: {plugin: simulator}}\nusers: {file: users.yaml, token_lifetime: 30m}\n";
    auto const c =
        taken(rest + "listeners: {web: {address: 127.0.0.1:0, access: [{path: /stream, roles: [viewer]}]}}\n");
    REQUIRE(c.users);
    CHECK(c.users->file == "/etc/hub/users.yaml");
    CHECK(c.users->token_lifetime == 30min);
    CHECK(c.users->session_lifetime == 12h);
    using tickhub::role;
    using tickhub::role_set;
    CHECK(c.listeners.at(0).access == std::vector<access_rule>{{"/stream", {}, role_set{role::viewer}, {}},
                                                               {"/admin/*", {}, role_set{role::admin}, {}}});
    auto const open =
        taken(rest + "listeners: {web: {address: 127.0.0.1:0, access: [{path: /admin/*, roles: [anyone]}]}}\n");
    CHECK(open.listeners.at(0).access == std::vector<access_rule>{{"/admin/*", {}, role_set{}, {}}});
    auto const without = taken("feeds: {nse: {plugin: simulator}}\nlisteners: {web: {address: 127.0.0.1:0}}\n");
    CHECK_FALSE(without.users);
    CHECK(without.listeners.at(0).access.empty());
}

TEST_CASE("components stand in the order feeds, processors, sinks, each as in the file", "[config]") {
    auto const c =
        taken("sinks: {z: {plugin: everything}, a: {plugin: everything}}\n"
              "processors: {m: {plugin: analytics}}\nfeeds: {y: {plugin: simulator}, b: {plugin: simulator}}\n");
    std::string names;
    for (component const& each : c.components)
        names += each.name + ' ';
    CHECK(names == "y b m z a ");
}

TEST_CASE("a route with lists becomes one route for each pair", "[config]") {
    auto const c = taken(R"(
feeds: {a: {plugin: simulator}, b: {plugin: simulator}}
sinks: {x: {plugin: everything}, y: {plugin: everything}}
routes:
  - {from: [a, b], to: [x, y], select: {records: [ticker, news], symbols: [TCS, "0700", ON, TCS]}, when_full: drop_newest}
  - {from: hub, to: x}
)");
    REQUIRE(c.routes.size() == 5);
    CHECK(c.name_of(c.routes[1]) == "a -> y");
    CHECK(c.name_of(c.routes[4]) == "hub -> x");
    CHECK(c.routes[2].from == 1);
    CHECK(c.routes[2].to == 2);
    CHECK(c.routes[2].records == (bit(TICKHUB_RECORD_TICKER) | bit(TICKHUB_RECORD_NEWS)));
    CHECK(c.routes[2].symbols == std::vector<std::string>{"0700", "ON", "TCS"});
    CHECK(c.routes[2].policy == when_full::drop_newest);
    CHECK(c.routes[4].from == route::hub);
}

TEST_CASE("a route without select carries every public record and blocks, but the hub never waits", "[config]") {
    auto const c = taken("feeds: {a: {plugin: simulator}}\nsinks: {x: {plugin: everything}, y: {plugin: everything}}\n"
                         "routes: [{from: [a, hub], to: x}, {from: [a, hub], to: y, when_full: conflate}]\n");
    CHECK(c.routes[0].records == all_public_records());
    CHECK((all_public_records() & (bit(TICKHUB_RECORD_EXECUTION_REPORT) | bit(TICKHUB_RECORD_PORTFOLIO))) == 0);
    CHECK(c.routes[0].symbols.empty());
    CHECK(c.routes[0].policy == when_full::block);
    CHECK(c.routes[1].policy == when_full::drop_oldest);
    CHECK(c.routes[2].policy == when_full::conflate);
    CHECK(c.routes[2].then == when_full::block);
    CHECK(c.routes[3].then == when_full::drop_oldest);
}

TEST_CASE("two routes between the same two are fine when they share no record", "[config]") {
    auto const c = taken(R"(
feeds: {a: {plugin: simulator}}
sinks: {x: {plugin: everything}}
routes:
  - {from: a, to: x, select: {records: [ticker], symbols: [TCS]}, when_full: conflate}
  - {from: a, to: x, select: {records: [ticker], symbols: [ON]}}
  - {from: a, to: x, select: {records: [news]}}
)");
    CHECK(c.routes.size() == 3);
}

TEST_CASE("settings may name components and listeners that come later in the file", "[config]") {
    taken("feeds: {a: {plugin: simulator}}\nsinks: {x: {plugin: everything, settings: {component: y, listener: web}},\n"
          "        y: {plugin: everything}}\nlisteners: {web: {address: 127.0.0.1:0}}\n");
}

TEST_CASE("an alias shares a whole value", "[config]") {
    auto const c = taken("feeds: {a: &a {plugin: simulator, settings: {seed: 3}}, b: *a}\n");
    for (component const& each : c.components)
        CHECK(each.settings->integer(each.settings->member(each.settings->abi().root, "seed")) == 3);
}

TEST_CASE("all secrets of a file are known to the hub's masker", "[config]") {
    auto const c = taken(
        "sinks: {x: {plugin: everything, settings: {secret: '${env:TOKEN}', secrets: {a: '${file:key.txt}'}}}}\n");
    CHECK(c.secrets().mask("hunter2-secret or s3cr3t-key") == "*** or ***");
}

TEST_CASE("a file with Windows line ends and a byte order mark is read", "[config]") {
    taken("\xef\xbb\xbf"
          "feeds:\r\n  nse: {plugin: simulator}\r\n");
}
