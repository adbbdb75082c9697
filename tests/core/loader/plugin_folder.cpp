#include "plugin_folder.hpp"

#include "support/paths.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace tests::loader {
namespace {

namespace fs = std::filesystem;

fs::path fixture(std::string_view name) {
    return build_dir() / "tests" / "loader_fixtures" / (std::string{name} + ".so");
}

} // namespace

plugin_folder::plugin_folder() {
    std::string name = (fs::temp_directory_path() / "tickhub_plugins_XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw std::runtime_error{"no temporary folder"};
    path_ = fs::canonical(name);
    evidence_ = path_ / "evidence";
    ::setenv("TICKHUB_TESTS_EVIDENCE", evidence_.c_str(), 1); // NOLINT(concurrency-mt-unsafe): one thread
}

plugin_folder::~plugin_folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

fs::path plugin_folder::add(std::string_view name, std::string_view file) const {
    fs::path const to = path_ / (std::string{file.empty() ? name : file} + ".so");
    fs::copy_file(fixture(name), to);
    return to;
}

fs::path plugin_folder::write(std::string_view name, std::span<std::byte const> bytes) const {
    fs::path const to = path_ / (std::string{name} + ".so");
    std::ofstream{to, std::ios::binary}.write(reinterpret_cast<char const*>(bytes.data()),
                                              static_cast<std::streamsize>(bytes.size()));
    return to;
}

bool plugin_folder::code_has_run() const {
    return fs::exists(evidence_);
}

std::vector<std::byte> fixture_bytes(std::string_view name) {
    std::ifstream file{fixture(name), std::ios::binary};
    std::vector<char> const bytes{std::istreambuf_iterator<char>{file}, {}};
    auto const view = std::as_bytes(std::span{bytes});
    return {view.begin(), view.end()};
}

} // namespace tests::loader
