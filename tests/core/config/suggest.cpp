#include "config/suggest.hpp"

#include <catch2/catch.hpp>

using tickhub::config::edit_distance;
using tickhub::config::nearest;

TEST_CASE("edit distance counts insertions, deletions, changes and swaps of neighbours", "[config]") {
    CHECK(edit_distance("", "") == 0);
    CHECK(edit_distance("abc", "abc") == 0);
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("abc", "ab") == 1);
    CHECK(edit_distance("abc", "axc") == 1);
    CHECK(edit_distance("abcd", "abdc") == 1);
    CHECK(edit_distance("ca", "abc") == 3); // optimal string alignment: no piece is edited twice
    CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("the nearest name is suggested, whatever its case", "[config]") {
    CHECK(nearest("naem", {"clock", "name"}) == "name");
    CHECK(nearest("NAME", {"clock", "name"}) == "name");
    CHECK(nearest("tikcer", {"trades", "ticker", "status"}) == "ticker");
    CHECK(nearest("simulator_exchange", {"csv_replay", "simulated_exchange"}) == "simulated_exchange");
}

TEST_CASE("of equally near names the first is suggested", "[config]") {
    CHECK(nearest("fead", {"feed", "fear"}) == "feed");
}

TEST_CASE("nothing is suggested when nothing is near", "[config]") {
    CHECK(nearest("colour", {"clock", "name"}).empty());
    CHECK(nearest("", {"a"}).empty());
    CHECK(nearest("x", {"a"}).empty());
    CHECK(nearest("name", {"name"}).empty());
    CHECK(nearest(std::string(1000, 'a'), {std::string(1000, 'b')}).empty());
}
