#include "config/block_reach.hpp"

#include "core/config/declared_plugins.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace tickhub::config;

namespace {

// The slowed routes, each with its causes.
std::string reach(std::string const& routes) {
    auto const outcome = tests::read("feeds: {a: {plugin: simulator}, b: {plugin: simulator}}\n"
                                     "processors: {p: {plugin: analytics}, q: {plugin: analytics}}\n"
                                     "sinks: {x: {plugin: everything}, y: {plugin: everything}}\nroutes:\n" +
                                     routes);
    INFO(text_of(outcome.problems));
    REQUIRE(outcome.config);
    std::string text;
    for (slowed_route const& slowed : block_reach(*outcome.config)) {
        text += outcome.config->name_of(outcome.config->routes[slowed.route]) + " by";
        for (std::size_t const cause : slowed.because_of)
            text += ' ' + outcome.config->name_of(outcome.config->routes[cause]) + ';';
        text += '\n';
    }
    return text;
}

} // namespace

TEST_CASE("without a block no route is slowed", "[config]") {
    CHECK(reach("  - {from: a, to: [p, x], when_full: drop_oldest}\n  - {from: p, to: y, when_full: conflate, then: "
                "drop_oldest}\n")
              .empty());
}

TEST_CASE("a block slows all routes out of its publisher and what is derived from them", "[config]") {
    CHECK(reach("  - {from: a, to: x}\n  - {from: a, to: p, when_full: drop_oldest}\n"
                "  - {from: p, to: y, when_full: drop_oldest}\n  - {from: b, to: y, when_full: drop_oldest}\n") ==
          "a -> x by a -> x;\na -> p by a -> x;\np -> y by a -> x;\n");
}

TEST_CASE("a block reaches upstream only through routes that block", "[config]") {
    CHECK(reach("  - {from: a, to: p}\n  - {from: b, to: p, when_full: drop_oldest}\n  - {from: p, to: x}\n"
                "  - {from: a, to: y, when_full: drop_newest}\n  - {from: b, to: y, when_full: drop_newest}\n") ==
          "a -> p by a -> p; p -> x;\np -> x by a -> p; p -> x;\na -> y by a -> p; p -> x;\n");
}

TEST_CASE("a conflating route blocks when its other records do", "[config]") {
    CHECK(reach("  - {from: a, to: x, when_full: conflate}\n") == "a -> x by a -> x;\n");
}
