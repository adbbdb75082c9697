#include "config/masker.hpp"

#include <catch2/catch.hpp>

using tickhub::config::masker;

TEST_CASE("secrets are replaced wherever they stand in a text", "[config]") {
    masker m;
    m.add("hunter2");
    CHECK(m.mask("hunter2") == "***");
    CHECK(m.mask("a hunter2, and hunter2hunter2") == "a ***, and ******");
    CHECK(m.mask("hunter") == "hunter");
    CHECK(m.mask("").empty());
}

TEST_CASE("a secret that is part of another leaves nothing of the longer one", "[config]") {
    masker m;
    m.add("abc");
    m.add("abcdef");
    CHECK(m.mask("abcdef abc") == "*** ***");
}

TEST_CASE("the longer lines of a secret with several are masked on their own", "[config]") {
    masker m;
    m.add("-----BEGIN KEY-----\nMIIEvQIBADANBg\nab\n");
    CHECK(m.mask("line: MIIEvQIBADANBg") == "line: ***");
    CHECK(m.mask("ab") == "ab");
}

TEST_CASE("an empty secret masks nothing", "[config]") {
    masker m;
    m.add("");
    CHECK(m.empty());
    CHECK(m.mask("text") == "text");
}
