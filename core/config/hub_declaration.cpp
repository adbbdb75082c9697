#include "config/hub_declaration.hpp"

#include "config/records.hpp"

#include <utility>

namespace tickhub::config {
namespace {

declared_setting setting(std::string name, setting_type type, std::string doc) {
    declared_setting result{};
    result.name = std::move(name);
    result.type = type;
    result.doc = std::move(doc);
    return result;
}

declared_setting required(declared_setting s) {
    s.required = true;
    return s;
}

declared_setting by_default(declared_setting s, std::string value) {
    s.by_default = std::move(value);
    return s;
}

declared_setting within(declared_setting s, std::string min, std::string max) {
    s.min = std::move(min);
    s.max = std::move(max);
    return s;
}

declared_setting one_word(std::string name, std::vector<std::string> choices, std::string doc) {
    declared_setting result = setting(std::move(name), setting_type::choice, std::move(doc));
    result.choices = std::move(choices);
    return result;
}

declared_setting of_items(setting_type type, std::string name, declared_setting item, std::string doc) {
    declared_setting result = setting(std::move(name), type, std::move(doc));
    result.items = {std::move(item)};
    return result;
}

declared_setting list_of(declared_setting item, std::string name, std::string doc) {
    return of_items(setting_type::list, std::move(name), std::move(item), std::move(doc));
}

declared_setting object_of(std::string name, std::vector<declared_setting> members, std::string doc) {
    declared_setting result = setting(std::move(name), setting_type::object, std::move(doc));
    result.members = std::move(members);
    return result;
}

declared_setting waiting_time(std::string name, std::string value, std::string max, std::string doc) {
    return within(by_default(setting(std::move(name), setting_type::duration, std::move(doc)), std::move(value)), "1ms",
                  std::move(max));
}

std::vector<declared_setting> make_hub_members() {
    using enum setting_type;
    return {
        by_default(setting("name", text, "what the hub calls itself, in logs and in `hello`"), "tickhub"),
        by_default(setting("clock", text, "whose time the market's is: `host`, or the name of a replay feed"), "host"),
        by_default(one_word("start", {"immediately", "on_client"}, "on_client: a replay waits for its first client"),
                   "immediately"),
        waiting_time("stop_deadline", "10s", "1h", "how long a clean stop may take"),
        waiting_time("pace_deadline", "30s", "1h", "how long a paced replay waits for a client that takes nothing"),
        waiting_time("stuck_after", "10s", "1h", "a callback that takes longer quarantines its component"),
        within(by_default(setting("io_threads", integer, "threads that connections are spread over"), "1"), "1", "64"),
        by_default(object_of("restart",
                             {within(by_default(setting("budget", integer, "restarts of a failing component"), "5"),
                                     "0", "1000"),
                              waiting_time("within", "1m", "1d", "the time in which these restarts count")},
                             "how often a failing component is started again"),
                   "{}"),
        by_default(
            object_of("log",
                      {by_default(one_word("level", {"debug", "info", "warning", "error"}, "the lowest that is kept"),
                                  "info"),
                       by_default(one_word("format", {"text", "json"}, "for people or for programs"), "text")},
                      "what is logged, and how"),
            "{}"),
        by_default(list_of(setting("folder", path, "a folder with plugins"), "plugins",
                           "folders of plugins beside the program's own; everything in them is trusted"),
                   "[]"),
    };
}

declared_setting access_rule() {
    using enum setting_type;
    declared_setting rule = object_of(
        "rule",
        {
            required(setting("path", text, "a path such as /stream, or with all below it: /admin/*")),
            required(list_of(one_word("role", {"anyone", "viewer", "trader", "admin"},
                                      "viewer: whoever has logged in; anyone: no login is needed"),
                             "roles", "one of these is needed")),
            by_default(
                list_of(one_word("topic", public_record_names(), "a topic"), "topics",
                        "the rule is about these topics of what is served there; without: about the path itself"),
                "[]"),
        },
        "who may have what");
    return rule;
}

std::vector<declared_setting> make_listener_members() {
    using enum setting_type;
    return {
        required(setting("address", text, "where to listen, such as 127.0.0.1:8080 or \"[::1]:8080\"; port 0 = any")),
        by_default(of_items(map, "files", setting("file", path, "the file"), "static files by URL path"), "{}"),
        object_of("tls",
                  {required(setting("certificate", path, "its certificate in PEM, then those of its issuers")),
                   required(setting("key", path, "the certificate's private key in PEM, closed to other users"))},
                  "speaks TLS, and TLS only; plain HTTP when absent"),
        within(by_default(setting("max_connections", integer, "clients over this are turned away"), "10000"), "1",
               "1000000"),
        waiting_time("header_timeout", "10s", "10m", "how long a request may take to arrive"),
        waiting_time("idle_timeout", "60s", "1h", "how long a connection may stay idle between requests"),
        waiting_time("write_timeout", "30s", "10m", "how long a client may take nothing of a response"),
        within(by_default(setting("body_limit", size, "the largest request body"), "64KiB"), "0B", "16MiB"),
        within(by_default(setting("coalesce", duration,
                                  "streams written to more often are flushed together, once per this time; 0ms, for "
                                  "the lowest latency: at once"),
                          "5ms"),
               "0ms", "1s"),
        within(by_default(setting("connections_per_address", integer,
                                  "one address' connections over this are turned away; 0 = no limit"),
                          "1000"),
               "0", "1000000"),
        within(by_default(setting("requests_per_second", integer,
                                  "one address' requests over this are answered 429; 0 = no limit"),
                          "1000"),
               "0", "1000000"),
        within(by_default(setting("messages_per_second", integer,
                                  "a WebSocket that sends more is read from no faster; 0 = no limit"),
                          "1000"),
               "0", "1000000"),
        by_default(list_of(setting("origin", text, "such as https://desk.example"), "allowed_origins",
                           "pages from elsewhere that may use this listener, by their origin"),
                   "[]"),
        by_default(list_of(access_rule(), "access", "which roles may have what here; the longest path decides"), "[]"),
    };
}

std::vector<declared_setting> make_users_members() {
    using enum setting_type;
    return {
        required(setting("file", path, "the users, as `tickhub user` writes them; their token keys are beside it")),
        within(by_default(setting("token_lifetime", duration, "how long a token is good, unless it is renewed"), "1h"),
               "2m", "1d"),
        within(by_default(setting("session_lifetime", duration, "how long after a login tokens can be renewed"), "12h"),
               "2m", "90d"),
    };
}

std::vector<declared_setting> make_component_members(plugin_kind kind) {
    using enum setting_type;
    std::vector<declared_setting> members = {required(setting("plugin", text, "the name of its plugin"))};
    if (kind == plugin_kind::feed) {
        members.push_back(by_default(setting("prefix", text, "put in front of each symbol of this feed"), ""));
        members.push_back(by_default(setting("share", boolean, "other feeds may bring the same symbols"), "false"));
    } else {
        members.push_back(by_default(
            object_of(
                "inbox",
                {within(by_default(setting("records", integer, "the most records that wait"), "65536"), "2",
                        "16777216"),
                 within(by_default(setting("bytes", size, "the most bytes that wait"), "16MiB"), "128KiB", "4GiB")},
                "the bounds of the queue in front of the component"),
            "{}"));
    }
    return members;
}

std::vector<declared_setting> make_route_members() {
    using enum setting_type;
    declared_setting record = one_word("record", public_record_names(), "a kind of record");
    return {
        required(
            list_of(setting("name", text, "a feed, a processor, or `hub` for its notices"), "from", "who publishes")),
        required(list_of(setting("name", text, "a processor or a sink"), "to", "who gets it")),
        object_of("select",
                  {list_of(std::move(record), "records", "these kinds of record only"),
                   list_of(setting("symbol", symbol, "an instrument"), "symbols",
                           "these instruments only; records about no single instrument pass")},
                  "what is carried; all public records when absent"),
        one_word("when_full", {"block", "drop_newest", "drop_oldest", "conflate"},
                 "who pays when the inbox is full; block by default, from the hub drop_oldest"),
        one_word("then", {"block", "drop_oldest"},
                 "with conflate: what happens to records that can't be conflated; block by default"),
    };
}

} // namespace

std::vector<declared_setting> const& hub_members() {
    static auto const members = make_hub_members();
    return members;
}

std::vector<declared_setting> const& listener_members() {
    static auto const members = make_listener_members();
    return members;
}

std::vector<declared_setting> const& users_members() {
    static auto const members = make_users_members();
    return members;
}

std::vector<declared_setting> const& component_members(plugin_kind kind) {
    static auto const of_feeds = make_component_members(plugin_kind::feed);
    static auto const of_others = make_component_members(plugin_kind::sink);
    return kind == plugin_kind::feed ? of_feeds : of_others;
}

std::vector<declared_setting> const& route_members() {
    static auto const members = make_route_members();
    return members;
}

std::vector<std::string> const& section_names() {
    static std::vector<std::string> const names = {"hub",        "listeners", "users", "feeds",
                                                   "processors", "sinks",     "routes"};
    return names;
}

} // namespace tickhub::config
