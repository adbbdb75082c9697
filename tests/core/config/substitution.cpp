#include "config/substitution.hpp"

#include "core/config/declared_plugins.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace tickhub::config;

namespace {

substituted put(std::string_view text) {
    return substitute(text, "/etc/hub", tests::small_world());
}

std::string text_of_put(std::string_view text) {
    auto const result = put(text);
    INFO(result.fault);
    REQUIRE(result.text);
    return *result.text;
}

} // namespace

TEST_CASE("variables and files are put in place, several in one text", "[config]") {
    CHECK(text_of_put("127.0.0.1:${env:PORT}") == "127.0.0.1:8080");
    CHECK(text_of_put("${env:SPEED}/${env:PORT}") == "60/8080");
    CHECK(text_of_put("${file:key.txt}") == "s3cr3t-key");
    CHECK(text_of_put("${env:EMPTY}").empty());
    CHECK(text_of_put("plain $ {text} $5").find("plain") == 0);
}

TEST_CASE("a default stands in for a variable that is not set, and only then", "[config]") {
    CHECK(text_of_put("${env:NOT_SET:-80}") == "80");
    CHECK(text_of_put("${env:NOT_SET:-}").empty());
    CHECK(text_of_put("${env:PORT:-80}") == "8080");
    CHECK(text_of_put("${env:EMPTY:-80}").empty());
}

TEST_CASE("two dollar signs keep a brace as it is", "[config]") {
    CHECK(text_of_put("$${env:PORT}") == "${env:PORT}");
    CHECK_FALSE(put("plain").changed);
    CHECK(put("$${").changed);
}

TEST_CASE("what can't be put in place is named with its place in the text", "[config]") {
    auto const missing = put("a ${env:NOT_SET} b");
    CHECK_FALSE(missing.text);
    CHECK(missing.fault == "the environment variable `NOT_SET` is not set");
    CHECK(missing.fault_offset == 2);
    CHECK(missing.fault_size == 14);
    CHECK_FALSE(put("${file:missing}").text);
    CHECK_FALSE(put("${env:BAD}").text);
    CHECK_FALSE(put("${env:1ST}").text);
    CHECK_FALSE(put("${file:}").text);
    CHECK_FALSE(put("${unknown:x}").text);
    CHECK_FALSE(put("${").text);
}

TEST_CASE("a secret is one reference without a default", "[config]") {
    CHECK(is_one_reference("${env:TOKEN}"));
    CHECK(is_one_reference("${file:key.txt}"));
    CHECK_FALSE(is_one_reference("${env:TOKEN:-plain}"));
    CHECK_FALSE(is_one_reference("${env:A}${env:B}"));
    CHECK_FALSE(is_one_reference("Bearer ${env:TOKEN}"));
    CHECK_FALSE(is_one_reference("plain"));
    CHECK_FALSE(is_one_reference(""));
}
