#include "architecture/dependency_law.hpp"

#include "architecture/include_line.hpp"
#include "architecture/standard_headers.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace tests {
namespace {

namespace fs = std::filesystem;

// The layers of core, bottom up: each folder and those that it may include, itself left out.
std::map<std::string, std::set<std::string>> const layers{
    {"observe", {}},
    {"config", {"observe"}},
    {"loader", {"observe", "config"}},
    {"routing", {"observe", "config"}},
    {"http", {"observe", "config"}},
    {"lifecycle", {"observe", "config", "loader", "routing", "http"}},
    {"app", {"observe", "config", "loader", "routing", "http", "lifecycle"}},
};

// Libraries with one home. Tests may use them all.
struct sole_user {
    std::string prefix;
    std::string home;
};
std::vector<sole_user> const sole_users{{"yaml-cpp/", "core/config"},
                                        {"boost/dll", "core/loader"},
                                        {"boost/asio", "core/http"},
                                        {"boost/beast", "core/http"}};

bool is_below(fs::path const& path, fs::path const& folder) {
    return std::mismatch(path.begin(), path.end(), folder.begin(), folder.end()).second == folder.end();
}

// The first `count` parts of a path: core/config of core/config/a/b.cpp.
fs::path head(fs::path const& path, int count) {
    fs::path out;
    for (auto part = path.begin(); part != path.end() && count > 0; ++part, --count) {
        out /= *part;
    }
    return out;
}

// Judges the includes of one file. An empty answer means that the include is lawful.
class judge {
public:
    judge(fs::path root, fs::path file) : root_{std::move(root)}, file_{std::move(file)}, home_{head(file_, 2)} {}

    [[nodiscard]] std::string operator()(include_line const& include) const {
        if (include.path.find("..") != std::string::npos) {
            return "an include names its folder from the root of its part, never by ..";
        }
        if (is_below(file_, "tests") || is_below(file_, home_ / "tests")) {
            return {};
        }
        for (auto const& [prefix, home] : sole_users) {
            if (include.path.starts_with(prefix) && !is_below(file_, home)) {
                return "only " + home + " uses " + prefix;
            }
        }
        if (is_below(file_, "core")) {
            return in_core(include);
        }
        return is_below(file_, "plugins") ? in_plugin(include) : in_sdk(include);
    }

private:
    [[nodiscard]] std::string in_core(include_line const& include) const {
        if (!include.quoted) {
            return include.path.starts_with("tickhub/testing/") ? "the sdk's testing library is for tests"
                                                                : stranger(include);
        }
        auto const own = home_.filename().string();
        auto const known = layers.find(own);
        if (known == layers.end()) {
            return "core/" + own + " has no place in the layers";
        }
        auto const folder = include.folder();
        if (folder == own || known->second.contains(folder)) {
            return {};
        }
        return layers.contains(folder) ? "core/" + own + " is not above core/" + folder
                                       : "core includes \"folder/file.hpp\", folder being one of core's";
    }

    [[nodiscard]] std::string in_plugin(include_line const& include) const {
        if (!include.quoted) {
            return include.path.starts_with("tickhub/testing/") ? "the sdk's testing library is for tests"
                                                                : stranger(include);
        }
        return is_own_file(include) ? std::string{} : "a plugin includes the sdk and its own files";
    }

    // An angle-bracket include must not be a way around the rules for quoted ones.
    [[nodiscard]] std::string stranger(include_line const& include) const {
        for (auto const* part : {"core", "plugins", "tests"}) {
            if (fs::exists(root_ / part / include.path)) {
                return std::string{"a file of "} + part + "/ in angle brackets";
            }
        }
        return {};
    }

    [[nodiscard]] std::string in_sdk(include_line const& include) const {
        if (include.quoted) {
            return is_own_file(include) ? std::string{} : "the sdk includes itself as <tickhub/...>";
        }
        if (include.path.starts_with("tickhub/")) {
            bool const is_contract = is_below(file_, "sdk/include");
            return is_contract && include.path.starts_with("tickhub/testing/") ? "the contract doesn't know its tests"
                                                                               : "";
        }
        // The testing library loads plugins as the hub does.
        if (is_below(file_, "sdk/testing") && (include.path == "dlfcn.h" || include.path == "elf.h")) {
            return {};
        }
        return is_standard_header(include.path) ? std::string{}
                                                : "the sdk uses the standard libraries and nothing else";
    }

    [[nodiscard]] bool is_own_file(include_line const& include) const {
        return fs::exists(root_ / file_.parent_path() / include.path) || fs::exists(root_ / home_ / include.path);
    }

    fs::path root_;
    fs::path file_; // relative to root_
    fs::path home_; // core/config, plugins/csv_replay, sdk/include
};

bool is_source(fs::path const& file) {
    static std::set<std::string> const extensions{".h", ".hpp", ".c", ".cpp", ".ipp"};
    return extensions.contains(file.extension().string());
}

std::vector<fs::path> sources_below(fs::path const& root) {
    std::vector<fs::path> files;
    for (auto const* part : {"sdk", "core", "plugins", "tests"}) {
        if (!fs::exists(root / part)) {
            continue;
        }
        for (auto at = fs::recursive_directory_iterator{root / part}; at != fs::recursive_directory_iterator{}; ++at) {
            auto const name = at->path().filename();
            if (at->is_directory() && (name == "testdata" || name == "node_modules")) {
                at.disable_recursion_pending();
            } else if (at->is_regular_file() && is_source(at->path())) {
                files.push_back(at->path().lexically_relative(root));
            }
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

std::string violation::text() const {
    return file.string() + ":" + std::to_string(line) + ": #include " + included + ": " + rule;
}

std::vector<violation> check_dependency_law(fs::path const& root) {
    auto const files = sources_below(root);
    if (files.empty()) {
        throw std::runtime_error{"no source file below " + root.string()};
    }
    std::vector<violation> found;
    for (auto const& file : files) {
        judge const rule{root, file};
        for (auto const& include : read_includes(root / file)) {
            if (auto broken = rule(include); !broken.empty()) {
                found.push_back({file, include.line, include.text(), std::move(broken)});
            }
        }
    }
    return found;
}

} // namespace tests
