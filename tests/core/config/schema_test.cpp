// The schema of configurations, tried with a validator of another house.
#include "config/read.hpp"
#include "config/schema.hpp"
#include "core/config/declared_plugins.hpp"
#include "sample_manifest.hpp"
#include "support/paths.hpp"
#include "support/validated_by_schema.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

using namespace tickhub::config;

namespace {

// Two plugins: the sample, and a sink without settings.
class two_plugins final : public catalogue {
public:
    two_plugins() {
        for (std::string const& json :
             {std::string{tests::config::sample_manifest}, std::string{R"({"name":"swallow","kind":"sink"})"}}) {
            manifest m = std::get<manifest>(parse_manifest(json));
            plugins_.emplace(m.name, std::move(m));
        }
    }

    [[nodiscard]] entry find(std::string_view name) const override {
        auto const it = plugins_.find(name);
        return it != plugins_.end() ? entry{&it->second, {}} : entry{};
    }

    [[nodiscard]] std::vector<std::string> names() const override {
        return {"broken", "day_player", "swallow"}; // the first can't be used
    }

private:
    std::map<std::string, manifest, std::less<>> plugins_;
};

// Whether the hub itself takes it, in surroundings where every file is there.
bool hub_takes(std::string const& yaml) {
    surroundings around;
    around.environment = [](std::string const& name) {
        return name == "PASSWORD" ? std::optional<std::string>{"hunter2"} : std::nullopt;
    };
    around.read_file = [](auto const&, std::size_t, std::string&) { return std::optional<std::string>{"3"}; };
    around.is_file = [](auto const&) { return true; };
    around.is_folder = [](auto const&) { return true; };
    auto const open = [](auto const&) { return std::make_shared<two_plugins const>(); };
    auto const outcome = read_text(yaml, "it.yaml", "/", open, around);
    if (!outcome.problems.empty())
        UNSCOPED_INFO(text_of(outcome.problems));
    return outcome.problems.empty();
}

std::string verdict_on(std::string const& yaml) {
    return tests::validated_by_schema(schema_of_configs(two_plugins{}), {{"it.yaml", yaml}}).at("it.yaml");
}

// A config that is right, and what is wrong is added to.
std::string with(std::string const& wrong) {
    return "feeds: {nse: {plugin: day_player, settings: {files: []}}}\nlisteners: {web: {address: 127.0.0.1:0}}\n" +
           wrong;
}

// A config whose feed has these settings.
std::string with_settings(std::string const& settings) {
    return "feeds:\n  nse:\n    plugin: day_player\n    settings: {" + settings + "}\n";
}

} // namespace

TEST_CASE("what the hub takes, the schema takes", "[config]") {
    std::map<std::string, std::string> const good = {
        {"plain.yaml", with("")},
        {"whole.yaml", R"(
hub: {name: 0700, clock: nse, start: on_client, stop_deadline: 1.5s, restart: {budget: 3, within: 1m},
      log: {level: debug, format: json}, plugins: [more/plugins]}
listeners:
  web: {address: 127.0.0.1:8080, files: {/: page/index.html}, max_connections: 100}
feeds:
  nse:
    plugin: day_player
    prefix: "N:"
    share: true
    settings: {files: [{path: a.csv, symbol: NO}, {path: b.csv, symbol: 0700}], form: ohlcv, speed: 2.5, pause: 1s,
               buffer: 1MiB, only: [ON, Y, 500], limits: {TCS: 0.05, INFY: 1}, from: 09:15,
               password: "${env:PASSWORD}", end: {then: repeat, times: 3}}
sinks:
  public: {plugin: swallow, inbox: {records: 1000, bytes: 1MiB}}
routes:
  - {from: nse, to: public, select: {records: [ticker, trades], symbols: [TCS, ON]}, when_full: conflate, then: block}
  - {from: [hub], to: [public]}
)"},
        {"outside.yaml", with("hub: {start: \"${env:START:-immediately}\", restart: {budget: \"${file:budget}\"}}\n")},
        {"users.yaml", "sinks: {public: {plugin: swallow}}\nusers: {file: users.yaml, token_lifetime: 30m}\nlisteners: "
                       "{l: {address: \"[::1]:0\", "
                       "allowed_origins: [https://a.example], access: [{path: /a/*, roles: [viewer, admin]}]}}\n"},
        {"stop.yaml", with_settings("files: [], end: {then: stop}")},
    };
    for (auto const& [name, verdict] : tests::validated_by_schema(schema_of_configs(two_plugins{}), good)) {
        INFO(name);
        CHECK(hub_takes(good.at(name)));
        CHECK(verdict == "ok");
    }
}

TEST_CASE("what the hub refuses, and a schema can see, the schema refuses", "[config]") {
    std::string const files = "files: [], ";
    std::string const sink = "sinks: {public: {plugin: swallow}}\n";
    std::map<std::string, std::string> const bad = {
        {"section", with("sink: {}\n")},
        {"users_without_a_file", with("users: {token_lifetime: 1h}\n")},
        {"access_of_nobody", sink + "users: {file: users.yaml}\n"
                                    "listeners: {l: {address: \"[::1]:0\", access: [{path: /, roles: [boss]}]}}\n"},
        {"name", with("sinks: {Public: {plugin: swallow}}\n")},
        {"name_of_the_hub", with("sinks: {hub: {plugin: swallow}}\n")},
        {"key", with("hub: {nmae: it}\n")},
        {"boolean", "feeds: {nse: {plugin: day_player, share: yes, settings: {files: []}}}\n"},
        {"no_plugin", with("sinks: {public: {settings: {}}}\n")},
        {"unknown_plugin", with("sinks: {public: {plugin: swalow}}\n")},
        {"broken_plugin", with("sinks: {public: {plugin: broken}}\n")},
        {"plugin_of_another_kind", with("sinks: {public: {plugin: day_player}}\n")},
        {"no_plugin_of_that_kind", with("processors: {bars: {plugin: swallow}}\n")},
        {"setting_of_none", with("sinks: {public: {plugin: swallow, settings: {path: /}}}\n")},
        {"no_settings", "feeds: {nse: {plugin: day_player}}\n"},
        {"missing_setting", with_settings("speed: 1")},
        {"unknown_setting", with_settings(files + "sped: 1")},
        {"list", with_settings("files: a.csv")},
        {"unknown_member", with_settings("files: [{path: a, sym: b}]")},
        {"choice", with_settings(files + "form: tick")},
        {"decimal", with_settings(files + "speed: fast")},
        {"time_of_day", with_settings(files + "from: 24:00")},
        {"duration_without_unit", with_settings(files + "pause: 250")},
        {"size", with_settings(files + "buffer: 64K")},
        {"literal_secret", with_settings(files + "password: hunter2")},
        {"form", with_settings(files + "end: {then: sleep}")},
        {"no_tag", with_settings(files + "end: {times: 1}")},
        {"member_of_another_form", with_settings(files + "end: {then: stop, times: 1}")},
        {"missing_member_of_form", with_settings(files + "end: {then: repeat}")},
        {"inbox_of_a_feed", "feeds: {nse: {plugin: day_player, settings: {files: []}, inbox: {records: 5}}}\n"},
        {"record", with(sink + "routes: [{from: nse, to: public, select: {records: [tickers]}}]\n")},
        {"private_record", with(sink + "routes: [{from: nse, to: public, select: {records: [portfolio]}}]\n")},
        {"policy", with(sink + "routes: [{from: nse, to: public, when_full: drop}]\n")},
        {"route_to_nowhere", with(sink + "routes: [{from: nse}]\n")},
    };
    auto const verdicts = tests::validated_by_schema(schema_of_configs(two_plugins{}), bad);
    REQUIRE(verdicts.size() == bad.size());
    for (auto const& [name, verdict] : verdicts) {
        INFO(name << ": " << verdict);
        CHECK_FALSE(hub_takes(bad.at(name)));
        CHECK(verdict != "ok");
        CHECK(verdict.find("readings differ") == std::string::npos);
    }
}

TEST_CASE("what the validator says of a mistake names the place", "[config]") {
    CHECK(verdict_on("hub: {nmae: it}\n") == "hub: Additional properties are not allowed ('nmae' was unexpected)");
}

TEST_CASE("the good configurations of the corpus are good to the schema", "[config]") {
    std::map<std::string, std::string> good;
    for (auto const& entry :
         std::filesystem::directory_iterator{tests::source_dir() / "tests/core/config/testdata/good"}) {
        std::ifstream file{entry.path()};
        good.emplace(entry.path().filename().string(), std::string{std::istreambuf_iterator<char>{file}, {}});
    }
    REQUIRE_FALSE(good.empty());
    auto const schema = schema_of_configs(*tests::declared_plugins()({}));
    for (auto const& [name, verdict] : tests::validated_by_schema(schema, good)) {
        INFO(name);
        CHECK(verdict == "ok");
    }
}
