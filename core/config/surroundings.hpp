// What a configuration may look at outside of its own text.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace tickhub::config {

/// The process around a configuration. Tests and the fuzzer put their own in place. [control]
struct surroundings {
    /// The value of an environment variable, if it is set.
    std::function<std::optional<std::string>(std::string const&)> environment;
    /// A regular file's content, up to `limit` bytes; on failure nothing, and the reason in `fault`.
    std::function<std::optional<std::string>(std::filesystem::path const&, std::size_t limit, std::string& fault)>
        read_file;
    std::function<bool(std::filesystem::path const&)> is_file;
    std::function<bool(std::filesystem::path const&)> is_folder;
};

/// The real ones.
[[nodiscard]] surroundings process_surroundings();

} // namespace tickhub::config
