#include "random_seed.hpp"

#include <tickhub/json.hpp>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

using namespace tickhub;

namespace {

std::string json_string(std::string_view text) {
    std::string out;
    append_json(out, [text](json_writer& json) { json.string(text); });
    return out;
}

} // namespace

TEST_CASE("commas stand between values and nowhere else", "[sdk][json]") {
    std::string out = "data: ";
    append_json(out, [](json_writer& json) {
        json.begin_object();
        json.plain_key("a").begin_array();
        json.end_array();
        json.key("b").begin_array();
        json.number(1);
        json.signed_number(-2);
        json.begin_object();
        json.end_object();
        json.null();
        json.boolean(true);
        json.end_array();
        json.plain_key("c").raw(R"({"d":1})");
        json.plain_key("e").string("");
        json.end_object();
    });
    CHECK(out == R"(data: {"a":[],"b":[1,-2,{},null,true],"c":{"d":1},"e":""})");
}

TEST_CASE("strings are escaped where JSON wants it", "[sdk][json]") {
    CHECK(json_string("plain") == R"("plain")");
    CHECK(json_string("\"\\/") == R"("\"\\/")");
    CHECK(json_string("\b\f\n\r\t") == R"("\b\f\n\r\t")");
    CHECK(json_string(std::string_view{"\0\x1f\x7f", 3}) == "\"\\u0000\\u001f\x7f\"");
    CHECK(json_string("\xe2\x80\xa8 \xe2\x82\xac \xf0\x9f\x93\x88") ==
          "\"\xe2\x80\xa8 \xe2\x82\xac \xf0\x9f\x93\x88\"");
}

TEST_CASE("bytes that aren't UTF-8 are replaced part by part", "[sdk][json]") {
    auto const replaced = [](std::string_view text) {
        std::string out = json_string(text);
        for (std::size_t at; (at = out.find(replacement_character)) != std::string::npos;) {
            out.replace(at, replacement_character.size(), "?");
        }
        return out.substr(1, out.size() - 2);
    };
    CHECK(replaced("\xff") == "?");
    CHECK(replaced("a\x80z") == "a?z");
    CHECK(replaced("\xc0\xaf") == "??");            // overlong
    CHECK(replaced("\xe0\x80\x80") == "???");       // overlong
    CHECK(replaced("\xed\xa0\x80") == "???");       // a surrogate
    CHECK(replaced("\xf4\x90\x80\x80") == "????");  // above U+10FFFF
    CHECK(replaced("\xf0\x9f\x93") == "?");         // cut off
    CHECK(replaced("\xf0\x9f\x93\x22") == "?\\\""); // the quote isn't swallowed
    // The Unicode standard's own example, table 3-8.
    CHECK(replaced("\x61\xf1\x80\x80\xe1\x80\xc2\x62\x80\x63\x80\xbf\x64") == "a???b?c??d");
}

TEST_CASE("whatever the bytes, a string is JSON to a parser that isn't ours", "[sdk][json]") {
    CAPTURE(tests::random_seed());
    std::mt19937_64 random{tests::random_seed()};
    for (int round = 0; round < 5'000; ++round) {
        std::string text(random() % 24, '\0');
        for (char& c : text) {
            // Bytes that begin or go on a character come more often than by chance.
            c = static_cast<char>(random() % 3 == 0 ? random() % 256 : 0x80 + random() % 0x80);
        }
        boost::json::error_code error;
        auto const value = boost::json::parse(json_string(text), error);
        REQUIRE(!error);
        REQUIRE(value.is_string());
    }
}

TEST_CASE("once something doesn't fit, nothing more is written", "[sdk][json]") {
    char out[8];
    json_writer json{out, sizeof out};
    json.begin_array();
    json.string("abc");
    CHECK(json.complete());
    json.string("does not fit");
    json.number(1);
    json.end_array();
    CHECK_FALSE(json.complete());
    CHECK(json.size() == std::string_view{R"(["abc","does not fit",1])"}.size());
    CHECK(std::string_view{R"(["abc","does not fit",1])"}.starts_with(json.text()));
}
