// The examples of docs/configuration.md, read with the real plugins' declarations.
#include "config/hub_declaration.hpp"
#include "config/read.hpp"
#include "config/records.hpp"
#include "loader/catalogue.hpp"
#include "support/paths.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace tickhub;

std::string manual() {
    std::ifstream in{tests::source_dir() / "docs/configuration.md", std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::vector<std::string> examples_of(std::string const& text) {
    std::vector<std::string> examples;
    constexpr std::string_view begin = "```yaml\n";
    for (std::size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at)) {
        at += begin.size();
        examples.push_back(text.substr(at, text.find("```", at) - at));
    }
    return examples;
}

// Every file that an example names is there, and no variable is set.
config::surroundings anywhere() {
    auto world = config::process_surroundings();
    world.environment = [](std::string const&) { return std::nullopt; };
    world.is_file = [](std::filesystem::path const&) { return true; };
    return world;
}

void check_named(std::string const& text, std::vector<config::declared_setting> const& members,
                 std::string const& before) {
    for (config::declared_setting const& member : members) {
        INFO(before + member.name);
        if (member.members.empty())
            CHECK(text.find("`" + before + member.name + "`") != std::string::npos);
        check_named(text, member.members, before + member.name + ": ");
    }
}

} // namespace

TEST_CASE("the examples of docs/configuration.md pass check", "[integration]") {
    auto const examples = examples_of(manual());
    CHECK(examples.size() >= 4);
    for (std::string const& example : examples) {
        auto const outcome = config::read_text(
            example, "example.yaml", "/etc/hub",
            [](auto const&) {
                return std::make_shared<loader::catalogue const>(
                    std::vector<std::filesystem::path>{tests::build_dir() / "plugins"});
            },
            anywhere());
        INFO(example << text_of(outcome.problems));
        CHECK(outcome.config);
    }
}

TEST_CASE("docs/configuration.md names every key and every record", "[integration]") {
    std::string const text = manual();
    check_named(text, config::hub_members(), "");
    check_named(text, config::listener_members(), "");
    check_named(text, config::component_members(config::plugin_kind::feed), "");
    check_named(text, config::component_members(config::plugin_kind::sink), "");
    check_named(text, config::route_members(), "");
    for (std::string const& section : config::section_names())
        CHECK(text.find(section) != std::string::npos);
    for (std::string const& record : config::public_record_names())
        CHECK(text.find("`" + record + "`") != std::string::npos);
}
