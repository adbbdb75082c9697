#include <tickhub/blank_record.hpp>
#include <tickhub/testing/declared_settings.hpp>
#include <tickhub/testing/stage.hpp>

#include <catch2/catch.hpp>

#include <cstdio>
#include <sstream>

extern "C" tickhub_plugin const tickhub_plugin_v1;

namespace {

using tickhub::testing::setting_value;

class stage : public tickhub::testing::stage {
public:
    explicit stage(std::int64_t history = 100, std::string path = "/admin/stream")
        : tickhub::testing::stage{tickhub_plugin_v1,
                                  tickhub::testing::declared_settings(tickhub_plugin_v1)
                                      .with(setting_value::object(
                                          {{"listener", "web"}, {"path", std::move(path)}, {"history", history}}))} {
        if (refusals().empty())
            start();
    }
    void notice(std::string_view text, std::uint8_t severity = TICKHUB_SEVERITY_INFO) {
        auto record = tickhub::make_blank<tickhub_notice>(0, clock().market_time);
        record.header.sequence = ++sequence_;
        record.severity = severity;
        tickhub::batch_builder batch;
        batch.add(record, {{&tickhub_notice::component, "nse"},
                           {&tickhub_notice::code, "component_started"},
                           {&tickhub_notice::text, text}});
        publish(batch);
    }
    [[nodiscard]] std::string id(std::uint64_t sequence) {
        char text[64];
        std::snprintf(text, sizeof(text), "%llx-%llu", static_cast<unsigned long long>(options(request()).epoch),
                      static_cast<unsigned long long>(sequence));
        return text;
    }

private:
    std::uint64_t sequence_ = 0;
};

// "notice #2 one" for each notice; other events as they are, without hello's data.
std::string brief(std::string const& transcript) {
    std::istringstream lines{transcript};
    std::string result;
    for (std::string line; std::getline(lines, line);) {
        auto const data = line.find(" {");
        auto const at = line.find("\"text\":\"");
        if (line.starts_with("hello"))
            line = line.substr(0, data);
        else if (line.starts_with("notice"))
            line = line.substr(0, data) + " " + line.substr(at + 8, line.find('"', at + 8) - at - 8);
        result += line + "\n";
    }
    return result;
}

} // namespace

TEST_CASE("an operator is greeted, told the recent notices, then what happens", "[admin_notifier]") {
    stage hub;
    hub.notice("started");
    auto const client = hub.request();
    hub.notice("stuck for 10 s", TICKHUB_SEVERITY_CRITICAL);
    CHECK(hub.host().http.mounts() == std::vector<std::string>{"web /admin/stream"});
    CHECK(hub.read(client) ==
          R"(hello #1 {"protocol":"tickhub.v1","epoch":"EPOCH","server_time":"2021-06-11T03:45:52.000000000Z"}
notice #2 {"record":"notice","publisher":"hub","sequence":1,"ts_event":"2021-06-11T03:45:52.000000000Z","severity":"info","component":"nse","code":"component_started","text":"started"}
notice #3 {"record":"notice","publisher":"hub","sequence":2,"ts_event":"2021-06-11T03:45:52.000000000Z","severity":"critical","component":"nse","code":"component_started","text":"stuck for 10 s"}
)");
}

TEST_CASE("an operator may ask for grave notices alone", "[admin_notifier]") {
    stage hub;
    hub.notice("a", TICKHUB_SEVERITY_INFO);
    hub.notice("b", TICKHUB_SEVERITY_WARNING);
    auto const warnings = hub.request({{"severity", "warning"}});
    auto const critical = hub.request({{"severity", "critical"}});
    hub.notice("c", TICKHUB_SEVERITY_NONE);
    hub.notice("d", TICKHUB_SEVERITY_WARNING);
    hub.notice("e", TICKHUB_SEVERITY_CRITICAL);
    CHECK(brief(hub.read(warnings)) == "hello #1\nnotice #3 b\nnotice #5 d\nnotice #6 e\n");
    CHECK(brief(hub.read(critical)) == "hello #1\nnotice #6 e\n");
}

TEST_CASE("a severity that doesn't exist is a problem, and all notices come", "[admin_notifier]") {
    stage hub;
    hub.notice("a");
    CHECK(brief(hub.read(hub.request({{"severity", "bad"}}))) ==
          R"(hello #1
problem {"code":"unknown_severity","severity":"bad","text":"there is no such severity; there are info, warning, critical. You get them all"}
notice #2 a
)");
}

TEST_CASE("the history holds the newest notices", "[admin_notifier]") {
    stage hub{2};
    for (auto const* text : {"a", "b", "c"})
        hub.notice(text);
    CHECK(brief(hub.read(hub.request())) == "hello #2\nnotice #3 b\nnotice #4 c\n");
}

TEST_CASE("the history's bytes are bounded too", "[admin_notifier]") {
    stage hub;
    for (char const c : {'a', 'b', 'c'})
        hub.notice(std::string(60'000, c));
    bool const newest_two = brief(hub.read(hub.request())) == "hello #2\nnotice #3 " + std::string(60'000, 'b') +
                                                                  "\nnotice #4 " + std::string(60'000, 'c') + "\n";
    CHECK(newest_two);
}

TEST_CASE("without a history an operator gets what comes", "[admin_notifier]") {
    stage hub{0};
    hub.notice("a");
    auto const client = hub.request();
    hub.notice("b");
    CHECK(brief(hub.read(client)) == "hello #2\nnotice #3 b\n");
}

TEST_CASE("an operator that comes back gets just what it missed", "[admin_notifier]") {
    stage hub;
    hub.notice("a");
    hub.notice("b", TICKHUB_SEVERITY_WARNING);
    hub.notice("c");
    CHECK(brief(hub.read(hub.request({}, {{"last-event-id", hub.id(2)}}))) ==
          "hello #2\nresume {\"notice\":{\"recovered\":true,\"replayed\":2}}\nnotice #3 b\nnotice #4 c\n");
    CHECK(brief(hub.read(hub.request({{"severity", "warning"}}, {{"last-event-id", hub.id(2)}}))) ==
          "hello #2\nresume {\"notice\":{\"recovered\":true,\"replayed\":1}}\nnotice #3 b\n");
    CHECK(brief(hub.read(hub.request({{"last_event_id", hub.id(4)}}))) ==
          "hello #4\nresume {\"notice\":{\"recovered\":true,\"replayed\":0}}\n");
}

TEST_CASE("an operator whose place is forgotten or foreign is told so, and starts anew", "[admin_notifier]") {
    stage hub{1};
    hub.notice("a");
    hub.notice("b");
    hub.notice("c");
    for (auto const& id : {hub.id(2), hub.id(5), std::string{"1-3"}, std::string{"rubbish"}, std::string{"-"}}) {
        CHECK(brief(hub.read(hub.request({}, {{"last-event-id", id}}))) ==
              "hello #3\nresume {\"notice\":{\"recovered\":false,\"missed\":null}}\nnotice #4 c\n");
    }
}

TEST_CASE("what is lost on the way to the notifier is told to every operator", "[admin_notifier]") {
    stage hub;
    auto const client = hub.request({{"severity", "critical"}});
    hub.publish(tickhub::make_blank<tickhub_gap>(0, hub.clock().market_time));
    CHECK(hub.manners(client) == "hello: control/strict\ngap: event/strict\n");
}

TEST_CASE("only GET opens the operators' stream, and HEAD, of which the host sends the head alone",
          "[admin_notifier]") {
    stage hub;
    CHECK(hub.read(hub.request({}, {}, "HEAD")).substr(0, 6) == "hello ");
    CHECK(hub.read(hub.request({}, {}, "DELETE")) ==
          "405 text/plain; charset=utf-8 This is an event stream: GET it.\n");
}

TEST_CASE("a path of the notifier that can't be mounted is refused", "[admin_notifier]") {
    CHECK(stage{100, "admin"}.refusals() == "path: a path begins with /, as in /admin/stream\n");
}
