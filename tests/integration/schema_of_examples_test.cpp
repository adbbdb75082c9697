// The schema that `tickhub schema` writes, made from the real plugins, and the example configs.
#include "config/schema.hpp"
#include "loader/catalogue.hpp"
#include "support/paths.hpp"
#include "support/validated_by_schema.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

namespace {

std::map<std::string, std::string> example_configs() {
    std::map<std::string, std::string> texts;
    for (auto const& entry : std::filesystem::directory_iterator{tests::source_dir() / "config"}) {
        if (entry.path().extension() != ".yaml")
            continue;
        std::ifstream file{entry.path()};
        texts.emplace(entry.path().filename().string(), std::string{std::istreambuf_iterator<char>{file}, {}});
    }
    return texts;
}

std::string schema_of_real_plugins() {
    tickhub::loader::catalogue const plugins{{tests::build_dir() / "plugins"}};
    for (std::string const& name : plugins.names()) {
        INFO(plugins.find(name).fault);
        REQUIRE(plugins.find(name).found != nullptr);
    }
    return tickhub::config::schema_of_configs(plugins);
}

} // namespace

TEST_CASE("every example config is good to the schema", "[integration]") {
    auto const examples = example_configs();
    REQUIRE_FALSE(examples.empty());
    for (auto const& [name, verdict] : tests::validated_by_schema(schema_of_real_plugins(), examples)) {
        INFO(name);
        CHECK(verdict == "ok");
    }
}

TEST_CASE("a mistyped setting of a real plugin is seen by the schema", "[integration]") {
    std::map<std::string, std::string> const bad = {
        {"unknown", "feeds: {day: {plugin: csv_replay, settings: {files: [], sped: 60x}}}\n"},
        {"wrong_choice", "feeds: {day: {plugin: csv_replay, settings: {files: [], range: day}}}\n"},
        {"missing", "sinks: {public: {plugin: sse_broadcaster, settings: {path: /stream}}}\n"},
        {"unknown_plugin", "sinks: {public: {plugin: sse_broadcast, settings: {listener: web}}}\n"},
        {"good", "sinks: {public: {plugin: sse_broadcaster, settings: {listener: web, topics: [ticker]}}}\n"}};
    for (auto const& [name, verdict] : tests::validated_by_schema(schema_of_real_plugins(), bad)) {
        INFO(name << ": " << verdict);
        CHECK((verdict == "ok") == (name == "good"));
    }
}
