#include "support/validated_by_schema.hpp"

#include "support/paths.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>

namespace tests {
namespace {

namespace fs = std::filesystem;

// A folder that is gone at the end.
struct scratch {
    scratch() {
        std::string name = (fs::temp_directory_path() / "tickhub_schema_XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw std::runtime_error{"no temporary folder"};
        path = name;
    }
    ~scratch() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    scratch(scratch const&) = delete;
    scratch& operator=(scratch const&) = delete;

    fs::path write(std::string const& name, std::string const& text) const {
        std::ofstream{path / name, std::ios::binary} << text;
        return path / name;
    }

    fs::path path;
};

} // namespace

std::map<std::string, std::string> validated_by_schema(std::string const& schema,
                                                       std::map<std::string, std::string> const& texts) {
    scratch const folder;
    // Debian's own Python, which has Debian's jsonschema; none of the paths needs quoting.
    std::string command = "/usr/bin/python3 '" + (source_dir() / "tests/support/validate_configs.py").string() + "' " +
                          folder.write("schema.json", schema).string();
    for (auto const& [name, text] : texts)
        command += " " + folder.write(name, text).string();
    std::string const output = (folder.path / "verdicts").string();
    if (std::system((command + " >" + output).c_str()) != 0) // NOLINT(concurrency-mt-unsafe): tests have one thread
        throw std::runtime_error{"the validator failed"};

    std::map<std::string, std::string> verdicts;
    std::ifstream lines{output};
    for (std::string line; std::getline(lines, line);) {
        std::size_t const colon = line.find(": ");
        verdicts.emplace(line.substr(0, colon), line.substr(colon + 2));
    }
    return verdicts;
}

} // namespace tests
