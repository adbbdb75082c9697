#include "config/surroundings.hpp"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <system_error>

namespace tickhub::config {
namespace {

std::optional<std::string> environment(std::string const& name) {
    // Read while the program is still alone in the process: nothing here changes the environment.
    char const* const value = std::getenv(name.c_str()); // NOLINT(concurrency-mt-unsafe)
    if (value == nullptr)
        return std::nullopt;
    return std::string{value};
}

bool is_file(std::filesystem::path const& path) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored);
}

bool is_folder(std::filesystem::path const& path) {
    std::error_code ignored;
    return std::filesystem::is_directory(path, ignored);
}

std::optional<std::string> read_file(std::filesystem::path const& path, std::size_t limit, std::string& fault) {
    std::error_code error;
    auto const status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status)) {
        fault = error && error != std::errc::no_such_file_or_directory ? error.message() : "there is no such file";
        return std::nullopt;
    }
    if (!std::filesystem::is_regular_file(status)) { // opening a pipe would wait for its writer
        fault = "it is not a regular file";
        return std::nullopt;
    }
    std::ifstream in{path, std::ios::binary};
    if (!in) {
        fault = std::generic_category().message(errno);
        return std::nullopt;
    }
    std::string content(limit + 1, '\0');
    in.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (in.bad()) {
        fault = "it can't be read";
        return std::nullopt;
    }
    content.resize(static_cast<std::size_t>(in.gcount()));
    if (content.size() > limit) {
        fault = "it is larger than " + std::to_string(limit / 1024) + " KiB";
        return std::nullopt;
    }
    return content;
}

} // namespace

surroundings process_surroundings() {
    return {environment, read_file, is_file, is_folder};
}

} // namespace tickhub::config
