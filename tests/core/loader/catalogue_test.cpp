// Where plugins are looked for, and what is said of the places.
#include "loader/catalogue.hpp"
#include "plugin_folder.hpp"

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include <cstdlib>

using tests::loader::plugin_folder;
using namespace tickhub;
using namespace Catch::Matchers;
namespace fs = std::filesystem;

TEST_CASE("a plugin that is in none of the folders is not found, and the refusal says what was probably meant",
          "[loader]") {
    plugin_folder const folder;
    folder.add("good");
    folder.add("other_abi");
    loader::catalogue const plugins{{folder.path()}};
    auto const entry = plugins.find("goof");
    CHECK(entry.found == nullptr);
    CHECK(entry.fault.empty());
    auto const result = plugins.load("goof");
    CHECK(std::get<loader::refusal>(result).text ==
          "there is no plugin 'goof' in " + folder.path().string() + "; did you mean 'good'?");
    auto const far = plugins.load("order_router");
    CHECK(std::get<loader::refusal>(far).text ==
          "there is no plugin 'order_router' in " + folder.path().string() + "; there are: good, other_abi");
    CHECK(plugins.names() == std::vector<std::string>{"good", "other_abi"});
}

TEST_CASE("neither the working directory nor LD_LIBRARY_PATH is searched", "[loader]") {
    plugin_folder const folder;
    folder.add("good");
    plugin_folder const empty;
    auto const before = fs::current_path();
    fs::current_path(folder.path());
    ::setenv("LD_LIBRARY_PATH", folder.path().c_str(), 1);
    loader::catalogue const plugins{{empty.path(), "", ".", "plugins"}};
    auto const result = plugins.load("good");
    ::unsetenv("LD_LIBRARY_PATH");
    fs::current_path(before);
    REQUIRE(std::holds_alternative<loader::refusal>(result));
    CHECK(plugins.names().empty());
    REQUIRE(plugins.warnings().size() == 3);
    CHECK(plugins.warnings()[1] == "plugin folder '.' is not an absolute path and is not searched");
    CHECK_FALSE(empty.code_has_run());
}

TEST_CASE("of two plugins with one name that of the first folder is used, and the other is reported", "[loader]") {
    plugin_folder const second;
    plugin_folder const first;
    auto const used = first.add("good");
    auto const hidden = second.add("good");
    loader::catalogue const plugins{{first.path(), second.path(), first.path()}};
    CHECK(plugins.path_of("good") == used);
    CHECK(plugins.warnings() == std::vector<std::string>{"plugin 'good' is found twice: " + used.string() +
                                                         " is used, and not " + hidden.string()});
}

TEST_CASE("links are resolved, and one that leads nowhere is a plugin that can't be read", "[loader]") {
    plugin_folder const store;
    plugin_folder const folder;
    auto const real = store.add("good", "good-1.2");
    fs::create_symlink(real, folder.path() / "good.so");
    fs::create_symlink(store.path() / "missing", folder.path() / "gone.so");
    loader::catalogue const plugins{{folder.path()}};
    CHECK(plugins.path_of("good") == real);
    CHECK(plugins.find("good").found != nullptr);
    CHECK_THAT(plugins.find("gone").fault, EndsWith("it can't be read: No such file or directory"));
}

TEST_CASE("files that are not named like a plugin are passed over", "[loader]") {
    plugin_folder const folder;
    folder.add("good", "libgood-2");
    folder.add("good", "Good");
    loader::catalogue const plugins{{folder.path()}};
    CHECK(plugins.names().empty());
}

TEST_CASE("a fifo or a folder with a plugin's name is refused at once", "[loader]") {
    plugin_folder const folder;
    REQUIRE(::mkfifo((folder.path() / "pipe.so").c_str(), 0600) == 0);
    fs::create_directory(folder.path() / "nest.so");
    loader::catalogue const plugins{{folder.path()}};
    CHECK_THAT(plugins.find("pipe").fault, EndsWith("it is not a regular file"));
    CHECK_THAT(plugins.find("nest").fault, EndsWith("it is not a regular file"));
}

TEST_CASE("folders that are missing and plugins that anyone may write are warned of", "[loader]") {
    plugin_folder const folder;
    auto const file = folder.add("good");
    fs::permissions(file, fs::perms::others_write, fs::perm_options::add);
    loader::catalogue const plugins{{folder.path(), folder.path() / "missing"}};
    REQUIRE(plugins.warnings().size() == 2);
    CHECK_THAT(plugins.warnings()[0], StartsWith(file.string() + " may be written by anyone"));
    CHECK_THAT(plugins.warnings()[1], EndsWith("missing can't be read: No such file or directory"));
}
