#include "http/target.hpp"
#include "http/utf8.hpp"

#include <catch2/catch.hpp>

using tickhub::http::parse_target;
using tickhub::http::valid_utf8;

namespace {

std::string path_of(std::string_view text) {
    std::string why;
    auto const found = parse_target(text, why);
    return found ? found->path : "refused: " + why;
}

} // namespace

TEST_CASE("a path is decoded and its dot segments are resolved", "[http][target]") {
    CHECK(path_of("/") == "/");
    CHECK(path_of("") == "/");
    CHECK(path_of("/stream") == "/stream");
    CHECK(path_of("/a/./b/../c") == "/a/c");
    CHECK(path_of("/a/b/..") == "/a/");
    CHECK(path_of("/a/.") == "/a/");
    CHECK(path_of("/%41%20b") == "/A b");
    CHECK(path_of("/a+b") == "/a+b");
    CHECK(path_of("/%E2%82%B9") == "/₹");
    CHECK(path_of("http://host:80/a?x=1") == "/a");
    CHECK(path_of("http://host") == "/");
}

TEST_CASE("a path that could be read in two ways is refused", "[http][target]") {
    CHECK(path_of("/../etc/passwd") == "refused: the path leads above the root");
    CHECK(path_of("/a/%2e%2e/%2e%2E/x") == "refused: the path leads above the root");
    CHECK(path_of("/a%2fb") == "refused: the path holds an encoded '/'");
    CHECK(path_of("/a%00b") == "refused: the URL holds a control character");
    CHECK(path_of("/a%0d%0ab") == "refused: the URL holds a control character");
    CHECK(path_of("/%c0%ae") == "refused: the URL is not UTF-8");
    CHECK(path_of("/%4") == "refused: a '%' in the URL is not followed by two hex digits");
    CHECK(path_of("/%zz") == "refused: a '%' in the URL is not followed by two hex digits");
    CHECK(path_of("/a#b") == "refused: the URL holds a fragment");
    CHECK(path_of("*") == "refused: the path does not begin with '/'");
}

TEST_CASE("a query is split and decoded", "[http][target]") {
    std::string why;
    auto const found = parse_target("/s?topics=ticker%2Ctrades&symbols=TCS+A&&flag&x=a=b", why);
    REQUIRE(found);
    CHECK(found->query == std::vector<std::pair<std::string, std::string>>{
                              {"topics", "ticker,trades"}, {"symbols", "TCS A"}, {"flag", ""}, {"x", "a=b"}});
    CHECK_FALSE(parse_target("/s?a=%00", why));
    CHECK_FALSE(parse_target("/s?%ff=1", why));
}

TEST_CASE("equal names of a query are joined by a comma", "[http][target]") {
    std::string why;
    auto const found = parse_target("/s?topics=ticker&symbols=TCS&topics=trades,bbo&topics=news", why);
    REQUIRE(found);
    CHECK(found->query ==
          std::vector<std::pair<std::string, std::string>>{{"topics", "ticker,trades,bbo,news"}, {"symbols", "TCS"}});
}

TEST_CASE("UTF-8 is well-formed or it is not", "[http][target]") {
    CHECK(valid_utf8("aé₹😀"));
    for (std::string_view const bad :
         {"\x80", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80", "\xf4\x90\x80\x80",
          "\xf5\x80\x80\x80", "\xe2\x82", "\xc3(", "a\xff"})
        CHECK_FALSE(valid_utf8(bad));
}
