#include "app/command_line.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct answer {
    int status;
    std::string out;
    std::string err;
};

answer call(std::initializer_list<char const*> words) {
    std::vector<char const*> all{"tickhub"};
    all.insert(all.end(), words);
    std::ostringstream out;
    std::ostringstream err;
    int const status = tickhub::app::main(static_cast<int>(all.size()), all.data(), "1.2.3", out, err);
    return {status, out.str(), err.str()};
}

// A file with this text, for as long as the object lives.
class file {
public:
    explicit file(std::string const& text)
        : path_{std::filesystem::temp_directory_path() /
                ("tickhub_command_line_" + std::to_string(getpid()) + ".yaml")} {
        std::ofstream{path_} << text;
    }
    ~file() { std::filesystem::remove(path_); }
    file(file const&) = delete;
    file& operator=(file const&) = delete;
    [[nodiscard]] char const* name() const { return path_.c_str(); }

private:
    std::filesystem::path path_;
};

} // namespace

TEST_CASE("the version is told", "[app]") {
    auto const told = call({"--version"});
    CHECK(told.status == 0);
    CHECK(told.out == "tickhub 1.2.3\n");
}

TEST_CASE("a wrong command line is exit status 64, and says what would be right", "[app]") {
    CHECK(call({}).status == 64);
    CHECK(call({"rnu", "x.yaml"}).status == 64);
    CHECK(call({"run"}).status == 64);
    CHECK(call({"check", "x.yaml", "--format", "xml"}).status == 64);
    CHECK(call({"run"}).err.find("config is required") != std::string::npos);
}

TEST_CASE("check and run refuse a bad configuration with the same text and exit status 78", "[app]") {
    file const config{"hub: {nmae: x}\n"};
    auto const checked = call({"check", config.name()});
    auto const run = call({"run", config.name()});
    CHECK(checked.status == 78);
    CHECK(run.status == 78);
    CHECK(checked.err == run.err);
    CHECK(checked.err.find(":1:7: `hub` has no `nmae`; did you mean `name`?") != std::string::npos);
}

TEST_CASE("a configuration that isn't there is an error of the configuration", "[app]") {
    auto const checked = call({"check", "/nowhere/at/all.yaml"});
    CHECK(checked.status == 78);
    CHECK(checked.err.find("/nowhere/at/all.yaml") != std::string::npos);
}

TEST_CASE("for editors the problems are JSON on standard output, an empty array when there is none", "[app]") {
    file const bad{"hub: {nmae: x}\n"};
    auto const told = call({"check", "--format", "json", bad.name()});
    CHECK(told.status == 78);
    CHECK(told.out.find(R"("line":1,"column":7,)") != std::string::npos);
    CHECK(told.err.empty());
    file const good{"listeners: {web: {address: \"127.0.0.1:0\"}}\n"
                    "sinks: {admin: {plugin: admin_notifier, settings: {listener: web}}}\n"};
    auto const fine = call({"check", "--format", "json", good.name()});
    CHECK(fine.status == 0);
    CHECK(fine.out == "[]\n");
}

TEST_CASE("describing a plugin that isn't there names it", "[app]") {
    auto const told = call({"describe", "no_such_plugin"});
    CHECK(told.status == 78);
    CHECK(told.err.find("no_such_plugin") != std::string::npos);
}
