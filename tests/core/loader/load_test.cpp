// What happens when a plugin is asked for: the good one is loaded, each bad one is refused in words, and nothing of a
// refused one has run.
#include "loader/catalogue.hpp"
#include "plugin_folder.hpp"

#include <catch2/catch.hpp>

using tests::loader::fixture_bytes;
using tests::loader::plugin_folder;
using namespace tickhub;
using namespace Catch::Matchers;

namespace {

// The refusal of plugin `name`, without the part that names the file.
std::string refusal_of(plugin_folder const& folder, std::string const& name) {
    loader::catalogue const plugins{{folder.path()}};
    auto const result = plugins.load(name);
    REQUIRE(std::holds_alternative<loader::refusal>(result));
    std::string text = std::get<loader::refusal>(result).text;
    std::string const prefix = "plugin '" + name + "' (" + (folder.path() / (name + ".so")).string() + "): ";
    REQUIRE_THAT(text, StartsWith(prefix));
    return text.substr(prefix.size());
}

} // namespace

TEST_CASE("a good plugin is found without running it, and loaded when asked", "[loader]") {
    plugin_folder const folder;
    folder.add("good");
    loader::catalogue const plugins{{folder.path()}};
    auto const found = plugins.find("good");
    REQUIRE(found.found != nullptr);
    CHECK(found.found->doc == "Swallows everything.");
    REQUIRE(found.found->settings.size() == 1);
    CHECK(found.found->settings[0].by_default == "1s");
    CHECK_FALSE(folder.code_has_run());

    auto const loaded = plugins.load("good");
    REQUIRE(std::holds_alternative<loader::plugin>(loaded));
    CHECK(folder.code_has_run());
    auto const& plugin = std::get<loader::plugin>(loaded);
    CHECK(plugin.manifest == found.found);
    CHECK(plugin.descriptor->component->create != nullptr);

    auto const again = plugins.load("good");
    CHECK(std::get<loader::plugin>(again).descriptor == plugin.descriptor);
}

TEST_CASE("a plugin that is refused has run no code", "[loader]") {
    struct scene {
        char const* fixture;
        char const* words;
    };
    auto const s = GENERATE(values<scene>({
        {"other_abi", "it is built for plugin ABI 2.0, this hub has 1.0; build it with this hub's sdk"},
        {"no_manifest", "it is no tickhub plugin: it has no section .tickhub.manifest"},
        {"no_symbol", "it does not export the data symbol tickhub_plugin_v1; write TICKHUB_PLUGIN once, and build it "
                      "with tickhub_add_plugin"},
        {"symbol_is_a_function", "it does not export the data symbol tickhub_plugin_v1; write TICKHUB_PLUGIN once, and "
                                 "build it with tickhub_add_plugin"},
        {"wrong_magic", "its manifest is damaged: it does not begin with TICKHUBM"},
        {"wrong_manifest", "its manifest is wrong, at settings.size: unknown type 'sice'"},
        {"two_manifests", "there is more than one manifest in it; a library is one plugin"},
        {"undefined_reference", "the dynamic linker refuses it: undefined symbol: nobody_has_this_function"},
    }));
    plugin_folder const folder;
    folder.add(s.fixture);
    CHECK(refusal_of(folder, s.fixture) == s.words);
    CHECK_FALSE(folder.code_has_run());
}

TEST_CASE("a plugin whose code is not what its file said is refused before any of its functions is called",
          "[loader]") {
    struct scene {
        char const* fixture;
        char const* words;
    };
    auto const s = GENERATE(values<scene>({
        {"shows_another_manifest", "the manifest that it shows when loaded is not the one in its file"},
        {"pull_without_next", "its component has no function 'next', which a pull feed must have"},
        {"small_component", "its tickhub_component says struct_size 16, which is less than plugin ABI 1.0 has"},
    }));
    plugin_folder const folder;
    folder.add(s.fixture);
    CHECK(refusal_of(folder, s.fixture) == s.words);
}

TEST_CASE("a plugin's file bears the name that its manifest gives", "[loader]") {
    plugin_folder const folder;
    folder.add("good", "bad");
    CHECK(refusal_of(folder, "bad") == "its manifest calls it 'good'; name the file good.so");
    CHECK_FALSE(folder.code_has_run());
}

TEST_CASE("a library for another architecture is named as such", "[loader]") {
    plugin_folder const folder;
    auto bytes = fixture_bytes("good");
    bytes.at(18) = std::byte{243}; // e_machine: RISC-V
    bytes.at(19) = std::byte{0};
    folder.write("good", bytes);
    CHECK_THAT(refusal_of(folder, "good"), StartsWith("it is built for RISC-V; this hub runs on "));
    CHECK_FALSE(folder.code_has_run());
}

TEST_CASE("a file that was replaced since the catalogue was made is not loaded", "[loader]") {
    plugin_folder const folder;
    auto const path = folder.add("good");
    loader::catalogue const plugins{{folder.path()}};
    auto const bytes = fixture_bytes("good");
    folder.write("good", std::span{bytes}.first(bytes.size() / 2));
    auto const result = plugins.load("good");
    REQUIRE(std::holds_alternative<loader::refusal>(result));
    CHECK_THAT(std::get<loader::refusal>(result).text, Contains("it is truncated or damaged"));
    CHECK_FALSE(folder.code_has_run());
}
