// What `describe` prints, approved as a whole.
#include "config/describe.hpp"
#include "sample_manifest.hpp"

#include <catch2/catch.hpp>

using namespace tickhub::config;

namespace {

manifest sample() {
    return std::get<manifest>(parse_manifest(tests::config::sample_manifest));
}

} // namespace

TEST_CASE("a plugin is described for a terminal", "[config]") {
    CHECK("\n" + describe_as_text(sample(), 80) == R"(
day_player 1.2.0: a pull feed; can be the hub's clock
  Plays a recorded day.
  As often as wanted.

Settings:
  files           list of object, required
                  What to play, merged by time.
    path          path, required
                  One recording.
    symbol        symbol
                  Whose it is; the file's name says it otherwise.
  form            ticks | ohlcv, default ticks
                  Ticks | bars.
  speed           decimal, 0 to 1000, default 1
                  0 is as fast as it goes.
  pause           duration, at least 10ms, default 250ms
                  Between two days.
  buffer          size, at most 16MiB, default 64KiB
  only            list of symbol, default []
  limits          map of price (at least 0.01), default {}
                  By symbol.
  from            time_of_day
  password        secret
  end             one of the forms below, named by 'then'
                  After the last row.
    then: stop    Rest.
    then: repeat  Begin again.
      times       integer, at least 1, required
                  How often.

How values are written:
  integer         decimal digits, 42
  decimal         a decimal number, exact to nine places, 1.5
  symbol          an instrument's symbol, taken as text even where it looks like
                  a number or a boolean
  path            a path, relative to the config file
  duration        a number and a unit, 250ms, 5s, 1m, 2h or 1d
  size            a number and a unit, 512B, 64KiB, 16MiB or 1GiB
  price           a decimal number, exact to nine places, 2188.65
  time_of_day     09:15 or 09:15:30
  secret          ${env:NAME} or ${file:path}, never the secret itself
)");
}

TEST_CASE("a plugin is described as a Markdown table", "[config]") {
    CHECK("\n" + describe_as_markdown(sample()) == R"(
| setting | takes | default | meaning |
| --- | --- | --- | --- |
| `files` | list of object | *required* | What to play, merged by time. |
| `files[].path` | path | *required* | One recording. |
| `files[].symbol` | symbol |  | Whose it is; the file's name says it otherwise. |
| `form` | ticks \| ohlcv | `ticks` | Ticks \| bars. |
| `speed` | decimal, 0 to 1000 | `1` | 0 is as fast as it goes. |
| `pause` | duration, at least 10ms | `250ms` | Between two days. |
| `buffer` | size, at most 16MiB | `64KiB` |  |
| `only` | list of symbol | `[]` |  |
| `limits` | map of price (at least 0.01) | `{}` | By symbol. |
| `from` | time_of_day |  |  |
| `password` | secret |  |  |
| `end` | one of the forms below, named by 'then' |  | After the last row. |
| `end (then: stop)` | | | Rest. |
| `end (then: repeat)` | | | Begin again. |
| `end (then: repeat).times` | integer, at least 1 | *required* | How often. |
)");
}

TEST_CASE("the description in JSON is a manifest again", "[config]") {
    std::string const json = describe_as_json(sample());
    auto const again = parse_manifest(json);
    REQUIRE(std::holds_alternative<manifest>(again));
    CHECK(describe_as_json(std::get<manifest>(again)) == json);
    CHECK(json.back() == '\n');
    CHECK(json.find('\n') == json.size() - 1);
}

TEST_CASE("a plugin without settings says so", "[config]") {
    auto const plain = std::get<manifest>(parse_manifest(R"({"name":"it","kind":"sink"})"));
    CHECK(describe_as_text(plain) == "it: a sink\n\nIt has no settings.\n");
    CHECK(describe_as_markdown(plain) == "It has no settings.\n");
}

TEST_CASE("a form without members and without a doc still has a line", "[config]") {
    auto const plain = std::get<manifest>(parse_manifest(R"({"name":"it","kind":"sink","settings":[
            {"name":"end","type":"one_of","tag":"then","alternatives":[{"name":"stop"}]}]})"));
    CHECK(describe_as_text(plain) == "it: a sink\n\nSettings:\n"
                                     "  end           one of the forms below, named by 'then'\n"
                                     "    then: stop\n");
}

TEST_CASE("long docs are wrapped at words, and a word that is longer than a line stays whole", "[config]") {
    manifest plain = std::get<manifest>(parse_manifest(R"({"name":"it","kind":"sink"})"));
    std::string const words[] = {std::string(20, 'a'), std::string(45, 'b'), std::string(90, 'c'), "d"};
    std::string expected = "it: a sink\n";
    for (std::string const& word : words) {
        plain.doc += plain.doc.empty() ? word : ' ' + word;
        expected.append("  ").append(word).append("\n");
    }
    CHECK(describe_as_text(plain, 60) == expected + "\nIt has no settings.\n");
}
