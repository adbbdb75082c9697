#include "architecture/dependency_law.hpp"
#include "support/paths.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace {

namespace fs = std::filesystem;

// A tree of our making in a temporary folder.
class small_tree {
public:
    small_tree() {
        std::string pattern = (fs::temp_directory_path() / "tickhub-law-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw std::runtime_error{"can't make " + pattern};
        }
        root_ = pattern;
        write("core/config/hub_config.hpp", "#pragma once\n");
        write("core/loader/plugin_file.hpp", "#pragma once\n");
        write("plugins/other/settings.hpp", "#pragma once\n");
    }
    ~small_tree() { fs::remove_all(root_); }
    small_tree(small_tree const&) = delete;
    small_tree& operator=(small_tree const&) = delete;

    void write(fs::path const& file, std::string const& text) const {
        fs::create_directories((root_ / file).parent_path());
        std::ofstream{root_ / file} << text;
    }

    // The texts of what `file`, holding just this include, breaks.
    [[nodiscard]] std::string broken_by(fs::path const& file, std::string const& include) const {
        write(file, "// A comment.\n#include " + include + "\n");
        std::string out;
        for (auto const& found : tests::check_dependency_law(root_)) {
            out += found.text();
        }
        fs::remove(root_ / file);
        return out;
    }

    [[nodiscard]] fs::path const& root() const { return root_; }

private:
    fs::path root_;
};

} // namespace

TEST_CASE("this tree keeps the dependency law", "[architecture]") {
    std::string broken;
    for (auto const& found : tests::check_dependency_law(tests::source_dir())) {
        broken += found.text() + '\n';
    }
    CHECK(broken == "");
}

TEST_CASE("a core folder includes itself, lower ones and the sdk", "[architecture]") {
    small_tree const tree;
    CHECK(tree.broken_by("core/loader/x.cpp", "\"loader/plugin_file.hpp\"") == "");
    CHECK(tree.broken_by("core/loader/x.cpp", "\"config/hub_config.hpp\"") == "");
    CHECK(tree.broken_by("core/loader/x.cpp", "<tickhub/plugin.hpp>") == "");
    CHECK(tree.broken_by("core/loader/x.cpp", "<vector>") == "");
}

TEST_CASE("a core folder that includes upward or sideways is found, with file and line", "[architecture]") {
    small_tree const tree;
    CHECK(tree.broken_by("core/config/x.cpp", "\"loader/plugin_file.hpp\"") ==
          "core/config/x.cpp:2: #include \"loader/plugin_file.hpp\": core/config is not above core/loader");
    CHECK(tree.broken_by("core/routing/x.cpp", "\"loader/plugin_file.hpp\"") != "");
    CHECK(tree.broken_by("core/config/x.cpp", "<loader/plugin_file.hpp>") != "");
    CHECK(tree.broken_by("core/config/x.cpp", "\"../loader/plugin_file.hpp\"") != "");
    CHECK(tree.broken_by("core/elsewhere/x.cpp", "\"config/hub_config.hpp\"") != "");
}

TEST_CASE("core that includes a plugin is found", "[architecture]") {
    small_tree const tree;
    CHECK(tree.broken_by("core/app/x.cpp", "\"other/settings.hpp\"") != "");
    CHECK(tree.broken_by("core/app/x.cpp", "<other/settings.hpp>") != "");
}

TEST_CASE("a plugin includes the sdk, its own files and its own libraries", "[architecture]") {
    small_tree const tree;
    tree.write("plugins/mine/settings.hpp", "");
    CHECK(tree.broken_by("plugins/mine/x.cpp", "<tickhub/plugin.hpp>") == "");
    CHECK(tree.broken_by("plugins/mine/x.cpp", "\"settings.hpp\"") == "");
    CHECK(tree.broken_by("plugins/mine/parse/x.cpp", "\"settings.hpp\"") == "");
    CHECK(tree.broken_by("plugins/mine/x.cpp", "<sqlite3.h>") == "");
}

TEST_CASE("a plugin that includes core or another plugin is found", "[architecture]") {
    small_tree const tree;
    CHECK(tree.broken_by("plugins/mine/x.cpp", "\"config/hub_config.hpp\"") ==
          "plugins/mine/x.cpp:2: #include \"config/hub_config.hpp\": a plugin includes the sdk and its own files");
    CHECK(tree.broken_by("plugins/mine/x.cpp", "<config/hub_config.hpp>") != "");
    CHECK(tree.broken_by("plugins/mine/x.cpp", "\"../../core/config/hub_config.hpp\"") != "");
    CHECK(tree.broken_by("plugins/mine/x.cpp", "\"other/settings.hpp\"") != "");
    CHECK(tree.broken_by("plugins/mine/x.cpp", "<other/settings.hpp>") != "");
    CHECK(tree.broken_by("plugins/mine/x.cpp", "<tickhub/testing/fake_host.hpp>") != "");
}

TEST_CASE("a library with one home is found elsewhere", "[architecture]") {
    small_tree const tree;
    CHECK(tree.broken_by("core/config/x.cpp", "<yaml-cpp/yaml.h>") == "");
    CHECK(tree.broken_by("core/app/x.cpp", "<yaml-cpp/yaml.h>") != "");
    CHECK(tree.broken_by("core/loader/x.cpp", "<boost/dll/shared_library.hpp>") == "");
    CHECK(tree.broken_by("core/lifecycle/x.cpp", "<boost/dll.hpp>") != "");
    CHECK(tree.broken_by("core/http/x.cpp", "<boost/beast/core.hpp>") == "");
    CHECK(tree.broken_by("core/lifecycle/x.cpp", "<boost/beast/core.hpp>") != "");
    CHECK(tree.broken_by("plugins/mine/x.cpp", "<boost/asio.hpp>") != "");
    CHECK(tree.broken_by("tests/integration/x.cpp", "<boost/asio.hpp>") == "");
    CHECK(tree.broken_by("plugins/mine/tests/x.cpp", "<tickhub/testing/fake_host.hpp>") == "");
}

TEST_CASE("the sdk includes the standard libraries and nothing else", "[architecture]") {
    small_tree const tree;
    CHECK(tree.broken_by("sdk/include/tickhub/x.hpp", "<span>") == "");
    CHECK(tree.broken_by("sdk/include/tickhub/x.hpp", "<tickhub/abi.h>") == "");
    CHECK(tree.broken_by("sdk/include/tickhub/x.hpp", "<unistd.h>") != "");
    CHECK(tree.broken_by("sdk/include/tickhub/x.hpp", "<boost/json.hpp>") != "");
    CHECK(tree.broken_by("sdk/include/tickhub/x.hpp", "\"config/hub_config.hpp\"") != "");
    CHECK(tree.broken_by("sdk/include/tickhub/x.hpp", "<tickhub/testing/fake_host.hpp>") != "");
    CHECK(tree.broken_by("sdk/testing/x.cpp", "<dlfcn.h>") == "");
    CHECK(tree.broken_by("sdk/testing/x.cpp", "<catch2/catch.hpp>") != "");
}

TEST_CASE("looking for sources in the wrong place is an error, not a pass", "[architecture]") {
    small_tree const tree;
    CHECK_THROWS_AS(tests::check_dependency_law(tree.root() / "core"), std::runtime_error);
}
