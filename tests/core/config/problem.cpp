#include "config/problem.hpp"

#include "config/source.hpp"

#include <catch2/catch.hpp>

using namespace tickhub::config;

TEST_CASE("a problem is shown with its line and a caret", "[config]") {
    source const text{"a.yaml", "first\nsecond line\n"};
    CHECK(text_of(text.at({13, 4}, "what is wrong", "lime")) ==
          "a.yaml:2:8: what is wrong; did you mean `lime`?\n  | second line\n  |        ^~~~\n");
}

TEST_CASE("problems for editors are JSON, with columns that end where the trouble ends", "[config]") {
    source const text{"a.yaml", "first\nsecond line\n"};
    CHECK(json_of({text.at({13, 4}, "say \"why\"", "lime"), text.at({0, 5}, "no")}) ==
          R"([{"file":"a.yaml","line":2,"column":8,"end_column":12,"message":"say \"why\"","suggestion":"lime"},)"
          R"({"file":"a.yaml","line":1,"column":1,"end_column":6,"message":"no","suggestion":null}])"
          "\n");
    CHECK(json_of({}) == "[]\n");
}

TEST_CASE("problems come in the order of the file, the same one once", "[config]") {
    source const text{"a.yaml", "0123456789\n0123456789\n"};
    std::vector<problem> problems{text.at({12, 1}, "b"), text.at({3, 1}, "x"), text.at({12, 1}, "a"),
                                  text.at({3, 1}, "x")};
    sort_problems(problems);
    REQUIRE(problems.size() == 3);
    CHECK(problems[0].message == "x");
    CHECK(problems[1].message == "b");
    CHECK(problems[2].message == "a");
}

TEST_CASE("what is hidden is not shown, and the caret still stands right", "[config]") {
    source text{"a.yaml", "key: a-secret-text, other: 1\n"};
    text.hide({5, 13});
    CHECK(text.at({20, 5}, "m").excerpt == "  | key: ***, other: 1\n  |           ^~~~~\n");
    CHECK(text.at({20, 5}, "m").column == 21);
}

TEST_CASE("a place behind the end of the text is at its end", "[config]") {
    source const text{"a.yaml", "abc"};
    CHECK(text.at({100, 5}, "m").column == 4);
    CHECK(source{"e.yaml", ""}.at({0, 1}, "m").line == 1);
}
