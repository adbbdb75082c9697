// Inputs that aim at the reader itself.
#include "config/source.hpp"
#include "core/config/declared_plugins.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

namespace {

std::string repeated(std::string_view unit, std::size_t bytes) {
    std::string text;
    while (text.size() < bytes)
        text += unit;
    return text;
}

} // namespace

TEST_CASE("no nesting makes the reader overflow its stack", "[config]") {
    for (std::string_view const unit :
         {"[", "{", "- ", "? ", ": ", "{a: ", "[a: ", "[? ", "- - ", "a:\n ", "&a [", "!a ["}) {
        auto const outcome = tests::read(repeated(unit, 200'000));
        CHECK_FALSE(outcome.config);
        CHECK_FALSE(outcome.problems.empty());
    }
}

TEST_CASE("a large input of any one thing is read or refused in time", "[config]") {
    for (std::string_view const unit :
         {"a",   "a ", "a\n", "a: b\n",      "- a\n", "[],",      "\"",  "'", "|\n", "#", "&a ",
          "*a ", "%",  "\n",  "${env:PORT}", "a,",    "{a: b}, ", "-\n", ",", "!",   "é"}) {
        for (std::string_view const before : {"", "[", "feeds: {", "hub: {name: \""}) {
            std::string text{before};
            auto const outcome = tests::read(text + repeated(unit, 100'000));
            CHECK_FALSE(outcome.config);
            CHECK_FALSE(outcome.problems.empty());
        }
    }
}

TEST_CASE("a file of one mebibyte is read and a larger one is not", "[config]") {
    std::string text = "feeds: {nse: {plugin: simulator}}\n#";
    text.resize(tickhub::config::source::max_size, 'x');
    CHECK(tests::read(text).config);
    CHECK(text_of(tests::read(text + 'x').problems) == "hub.yaml: the file is larger than 1 MiB\n");
}

TEST_CASE("a file with very many errors names the first two hundred", "[config]") {
    std::string text = "feeds:\n  nse:\n    plugin: simulator\n    settings:\n";
    for (int i = 0; i < 1000; ++i)
        text += "      x" + std::to_string(i) + ": 1\n";
    CHECK(tests::read(text).problems.size() == 200);
}

TEST_CASE("aliases may be used, but not to repeat without end", "[config]") {
    std::string text = "sinks:\n  a: {plugin: everything, settings: {symbols: &s [A, B, C]}}\n";
    for (int i = 0; i < 100; ++i)
        text += "  s" + std::to_string(i) + ": {plugin: everything, settings: {symbols: *s}}\n";
    CHECK(tests::read(text).config);
    for (int i = 100; i < 3000; ++i)
        text += "  s" + std::to_string(i) + ": {plugin: everything, settings: {symbols: *s}}\n";
    CHECK(tests::read(text).problems.at(0).message == "aliases repeat more than 10,000 nodes");
}
