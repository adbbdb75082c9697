// Manifests: what a good one means, and what each bad one is told.
#include "config/manifest.hpp"
#include "sample_manifest.hpp"

#include <catch2/catch.hpp>

using namespace tickhub::config;

namespace {

// A sink with these settings, as JSON.
std::string with_settings(std::string const& settings) {
    return R"({"name":"it","kind":"sink","settings":[)" + settings + "]}";
}

std::string refusal_of(std::string const& json, unknown_members policy = unknown_members::refused) {
    auto const result = parse_manifest(json, policy);
    if (auto const* why = std::get_if<manifest_refusal>(&result))
        return why->where + ": " + why->what;
    return "none";
}

} // namespace

TEST_CASE("a manifest is read with all that it declares", "[config]") {
    auto const result = parse_manifest(tests::config::sample_manifest);
    REQUIRE(std::holds_alternative<manifest>(result));
    auto const& m = std::get<manifest>(result);
    CHECK(m.name == "day_player");
    CHECK(m.version == "1.2.0");
    CHECK(m.kind == plugin_kind::feed);
    CHECK(m.feed == feed_style::pull);
    CHECK(m.capabilities == std::vector<std::string>{"clock"});
    REQUIRE(m.settings.size() == 10);
    auto const& files = m.settings[0];
    CHECK(files.required);
    REQUIRE(files.items.size() == 1);
    REQUIRE(files.items[0].members.size() == 2);
    CHECK(files.items[0].members[1].type == setting_type::symbol);
    CHECK(m.settings[2].min == "0");
    CHECK(m.settings[2].by_default == "1");
    CHECK_FALSE(m.settings[7].by_default.has_value());
    auto const& end = m.settings[9];
    CHECK(end.tag == "then");
    REQUIRE(end.alternatives.size() == 2);
    CHECK(end.alternatives[1].members[0].name == "times");
}

TEST_CASE("a manifest that breaks a rule is refused, with the place and the rule", "[config]") {
    struct scene {
        std::string json;
        char const* words;
    };
    auto const s = GENERATE(values<scene>({
        {"[]", ": an object is wanted here"},
        {R"({"kind":"sink"})", ": member 'name' is missing"},
        {R"({"name":"it"})", ": member 'kind' is missing"},
        {R"({"name":"it","kind":"source"})", ": unknown kind 'source'"},
        {R"({"name":"It","kind":"sink"})", ": the plugin's name is not [a-z][a-z0-9_]* of at most 64 bytes"},
        {R"({"name":"it","kind":"feed"})", ": a feed says whether it is timer, pull or loop"},
        {R"({"name":"it","kind":"sink","feed":"pull"})", ": only a feed has a feed style"},
        {R"({"name":"it","kind":"feed","feed":"push"})", ": unknown feed style 'push'"},
        {R"({"name":"it","kind":"feed","feed":"loop","capabilities":["clock"]})",
         ": only a pull feed can be the hub's clock"},
        {R"({"name":"it","kind":"sink","settigns":[]})", ": unknown member 'settigns'"},
        {R"({"name":"it","kind":"sink","settings":{}})", ": 'settings' must be a JSON array"},
        {R"({"name":"it","kind":"sink","doc":"\u001b[2J"})", ": the plugin's doc is over 4 KiB or not printable"},
        {R"({"name":"it","kind":"sink","version":"\u0085"})", ": the version is over 64 bytes or not printable"},
        {with_settings(R"({"type":"text"})"), "settings[0]: a setting needs a name"},
        {with_settings(R"({"name":"a"})"), "settings.a: member 'type' is missing"},
        {with_settings(R"({"name":"a","type":"txt"})"), "settings.a: unknown type 'txt'"},
        {with_settings(R"({"name":"A","type":"text"})"),
         "settings: a setting's name is not [a-z][a-z0-9_]* of at most 64 bytes"},
        {with_settings(R"({"name":"a","type":"text"},{"name":"a","type":"size"})"), "settings.a: it is declared twice"},
        {with_settings(R"({"name":"a","type":"integer","default":5})"),
         "settings.a: 'default' must be a JSON string, written as it would be in YAML"},
        {with_settings(R"({"name":"a","type":"text","required":"yes"})"),
         "settings.a: 'required' must be true or false"},
        {with_settings(R"({"name":"a","type":"text","required":true,"default":"b"})"),
         "settings.a: it is required and has a default"},
        {with_settings(R"({"name":"a","type":"choice"})"), "settings.a: a choice needs choices"},
        {with_settings(R"({"name":"a","type":"text","choices":["b"]})"), "settings.a: only a choice has choices"},
        {with_settings(R"({"name":"a","type":"choice","choices":["b","b"]})"),
         "settings.a: the choice 'b' is there twice"},
        {with_settings(R"({"name":"a","type":"choice","choices":["b"],"default":"c"})"),
         "settings.a: the default 'c' is not among the choices"},
        {with_settings(R"({"name":"a","type":"text","min":"1"})"), "settings.a: a text has no min or max"},
        {with_settings(R"({"name":"a","type":"duration","default":"5"})"),
         "settings.a: its default, min or max needs a unit (ns, us, ms, s, m, h or d), as in 250ms; found `5`"},
        {with_settings(R"({"name":"a","type":"size","default":"1KiB","min":"2KiB"})"),
         "settings.a: its default lies outside of min and max, or they are swapped"},
        {with_settings(R"({"name":"a","type":"integer","min":"2","max":"1"})"),
         "settings.a: its default lies outside of min and max, or they are swapped"},
        {with_settings(R"({"name":"a","type":"boolean","min":"false"})"), "settings.a: a boolean has no min or max"},
        {with_settings(R"({"name":"a","type":"list","default":"x","items":{"type":"text"}})"),
         "settings.a: the default of a list is written [...]"},
        {with_settings(R"({"name":"a","type":"map","default":"[]","items":{"type":"text"}})"),
         "settings.a: the default of a map is written {...}"},
        {with_settings(R"({"name":"a","type":"secret","default":"x"})"), "settings.a: a secret has no default"},
        {with_settings(R"({"name":"a","type":"list"})"), "settings.a: a list or map needs 'items'"},
        {with_settings(R"({"name":"a","type":"text","items":{"type":"text"}})"),
         "settings.a: only lists and maps have 'items'"},
        {with_settings(R"({"name":"a","type":"object"})"), "settings.a: an object needs 'members'"},
        {with_settings(R"({"name":"a","type":"list","items":{"type":"choice"}})"),
         "settings.a.items: a choice needs choices"},
        {with_settings(R"({"name":"a","type":"one_of"})"), "settings.a: a one_of needs a tag and alternatives"},
        {with_settings(R"({"name":"a","type":"one_of","tag":"t","alternatives":[{"name":"x"},{"name":"x"}]})"),
         "settings.a: the alternative 'x' is there twice"},
        {with_settings(
             R"({"name":"a","type":"one_of","tag":"t","alternatives":[{"name":"x","members":[{"name":"t","type":"text"}]}]})"),
         "settings.a: the alternative 'x' has a member with the tag's name"},
        {with_settings(
             R"({"name":"a","type":"one_of","tag":"t","alternatives":[{"name":"x","members":[{"name":"b","type":"?"}]}]})"),
         "settings.a(x).b: unknown type '?'"},
    }));
    INFO(s.json);
    CHECK(refusal_of(s.json) == s.words);
}

TEST_CASE("members of a later sdk are ignored where the plugin says that it is later", "[config]") {
    std::string const json = R"({"name":"it","kind":"sink","isolation":"process"})";
    CHECK(refusal_of(json) == ": unknown member 'isolation'");
    CHECK(refusal_of(json, unknown_members::ignored) == "none");
}

TEST_CASE("what is no JSON, too deep, too long or too much is refused", "[config]") {
    CHECK(refusal_of("") == ": it is not JSON: incomplete JSON");
    CHECK(refusal_of("{\"name\":\"\xff\"}").find(": it is not JSON: ") == 0);
    CHECK(refusal_of(std::string(100'000, '[')).find(": it is not JSON: ") == 0);
    CHECK(refusal_of(std::string(manifest_max_bytes + 1, ' ')) == ": it is larger than 1 MiB");

    std::string nested = R"({"name":"a","type":"text"})";
    for (std::size_t i = 0; i < manifest_max_nesting; ++i)
        nested = R"({"name":"a","type":"object","members":[)" + nested + "]}";
    CHECK(refusal_of(with_settings(nested)).find("settings are nested more than 8 deep") != std::string::npos);

    std::string many;
    for (std::size_t i = 0; i <= manifest_max_settings; ++i)
        many += (i == 0 ? "" : ",") + (R"({"name":"s)" + std::to_string(i)) + R"(","type":"text"})";
    CHECK(refusal_of(with_settings(many)).find("more than 2048 settings") != std::string::npos);
}
