#include "config/settings_tree.hpp"

#include "core/config/declared_plugins.hpp"

#include <tickhub/settings.hpp>

#include <catch2/catch.hpp>

#include <memory>
#include <string>

using namespace tickhub::config;

namespace {

// The settings of one sink of plugin `everything`, as its plugin sees them.
std::shared_ptr<settings_tree> tree_of(std::string const& settings) {
    std::string text = "sinks:\n  all:\n    plugin: everything\n    settings:\n" + settings +
                       "listeners: {web: {address: 127.0.0.1:0}}\nfeeds: {nse: {plugin: simulator}}\n";
    auto outcome = tests::read(std::move(text));
    INFO(text_of(outcome.problems));
    REQUIRE(outcome.config);
    return outcome.config->components.back().settings;
}

tickhub::setting root_of(settings_tree const& tree) {
    return {tree.abi(), tree.abi().root};
}

} // namespace

TEST_CASE("a plugin reads every type of setting, converted", "[config]") {
    auto const tree = tree_of(R"(
      boolean: true
      integer: -5
      decimal: 1.5
      text: 0700
      symbol: NO
      path: data/../ticks.csv
      duration: 250ms
      size: 64KiB
      price: 2188.65
      date: 2021-06-11
      time_of_day: 09:15:30
      time_zone: Asia/Kolkata
      choice: clients
      secret: ${env:TOKEN}
      listener: web
      component: nse
      symbols: [ON, NO, Y, 0700, 1e5, null, true, "~", M&M, 5.0]
      weights: {ON: 1.5, 0700: 2, NO: -1, null: 3}
)");
    auto const root = root_of(*tree);
    CHECK(root["boolean"].as_boolean());
    CHECK(root["integer"].as_integer() == -5);
    CHECK(root["decimal"].as_integer() == 1'500'000'000);
    CHECK(root["text"].as_text() == "0700");
    CHECK(root["symbol"].as_text() == "NO");
    CHECK(root["path"].as_text() == "/etc/hub/ticks.csv");
    CHECK(root["duration"].as_nanoseconds() == 250'000'000);
    CHECK(root["size"].as_integer() == 65'536);
    CHECK(root["price"].as_integer() == 2'188'650'000'000);
    CHECK(root["date"].as_integer() == 20210611);
    CHECK(root["time_of_day"].as_integer() == (9 * 3600 + 15 * 60 + 30) * 1'000'000'000ll);
    CHECK(root["time_zone"].as_text() == "Asia/Kolkata");
    CHECK(root["choice"].as_text() == "clients");
    CHECK(root["secret"].as_text() == "hunter2-secret");
    CHECK(root["listener"].as_text() == "web");
    CHECK(root["component"].as_text() == "nse");
    std::string symbols;
    for (tickhub::setting const symbol : root["symbols"])
        symbols += symbol.as_string() + ' ';
    CHECK(symbols == "ON NO Y 0700 1e5 null true ~ M&M 5.0 ");
    REQUIRE(root["weights"].size() == 4);
    CHECK(root["weights"].key(1) == "0700");
    CHECK(root["weights"]["0700"].as_integer() == 2'000'000'000);
    CHECK(root["weights"]["null"].as_integer() == 3'000'000'000);
    CHECK_FALSE(root["weights"]["TCS"]);
}

TEST_CASE("defaults are filled in, nested ones too", "[config]") {
    auto const tree = tree_of("      limits: {deep: {}}\n");
    auto const root = root_of(*tree);
    CHECK(root["limits"]["wait"].as_nanoseconds() == 250'000'000);
    CHECK(root["limits"]["room"].as_integer() == 65'536);
    CHECK(root["limits"]["deep"]["count"].as_integer() == 3);
    CHECK(root["on_fault"]["policy"].as_text() == "skip");
    CHECK(root["symbols"].size() == 0);
    CHECK(tree->kind(tree->member(tree->abi().root, "symbols")) == TICKHUB_NODE_LIST);
    CHECK_FALSE(root["integer"]);
}

TEST_CASE("an object that is absent altogether has its defaults all the same", "[config]") {
    auto const tree = tree_of("");
    CHECK(root_of(*tree)["limits"]["deep"]["count"].as_integer() == 3);
}

TEST_CASE("a one_of brings the members of its alternative", "[config]") {
    auto const tree = tree_of("      on_fault: {policy: repair}\n");
    CHECK(root_of(*tree)["on_fault"]["policy"].as_text() == "repair");
    CHECK(root_of(*tree)["on_fault"]["at_most"].as_integer() == 10);
}

TEST_CASE("what a plugin refuses is shown at its place in the file, and within a text at its byte", "[config]") {
    auto const tree = tree_of("      text: last > limit\n"
                              "      choice: clients\n"
                              "      symbols: ['it''s', \"a\\\"b\"]\n");
    auto const root = root_of(*tree);
    root["text"].refuse("there is no `limit`", 7);
    root["choice"].refuse("not together with `text`");
    root["symbols"].item(0).refuse("no s", 3);
    root["symbols"].item(1).refuse("no b", 2);
    root["integer"].refuse("give an `integer`");
    auto problems = tree->take_refusals();
    sort_problems(problems);
    CHECK(text_of(problems) == R"(hub.yaml:4:5: give an `integer`
  |     settings:
  |     ^~~~~~~~
hub.yaml:5:20: there is no `limit`
  |       text: last > limit
  |                    ^
hub.yaml:6:15: not together with `text`
  |       choice: clients
  |               ^~~~~~~
hub.yaml:7:22: no s
  |       symbols: ['it''s', "a\"b"]
  |                      ^
hub.yaml:7:30: no b
  |       symbols: ['it''s', "a\"b"]
  |                              ^
)");
    CHECK(tree->take_refusals().empty());
}

TEST_CASE("a default that a plugin refuses is shown at the enclosing node", "[config]") {
    auto const tree = tree_of("      limits: {room: 1MiB}\n");
    root_of(*tree)["limits"]["wait"].refuse("too short", 1);
    CHECK(tree->take_refusals().at(0).column == 15);
}

TEST_CASE("a plugin that repeats a secret in its refusal doesn't give it away", "[config]") {
    auto const tree = tree_of("      secret: ${env:TOKEN}\n");
    root_of(*tree)["secret"].refuse("can't use hunter2-secret");
    CHECK(tree->take_refusals().at(0).message == "can't use ***");
}

TEST_CASE("asking a tree for what is not there gives nothing", "[config]") {
    auto const tree = tree_of("");
    auto const& abi = tree->abi();
    for (tickhub_node const node : {tickhub_node{0}, tickhub_node{9999}}) {
        CHECK(abi.kind(abi.context, node) == TICKHUB_NODE_NONE);
        CHECK(abi.member(abi.context, node, {"x", 1}) == 0);
        CHECK(abi.item(abi.context, node, 0) == 0);
        CHECK(abi.count(abi.context, node) == 0);
        CHECK(abi.key(abi.context, node, 0).size == 0);
        CHECK(abi.get_integer(abi.context, node) == 0);
        CHECK(abi.get_text(abi.context, node).size == 0);
    }
    CHECK(abi.count(abi.context, abi.root) == 0);
}
