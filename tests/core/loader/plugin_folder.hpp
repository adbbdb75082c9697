// A folder of a test's own with plugins in it, and a place where plugins leave evidence that their code has run.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tests::loader {

/// Made empty, removed with all it holds.
class plugin_folder {
public:
    plugin_folder();
    ~plugin_folder();
    plugin_folder(plugin_folder const&) = delete;
    plugin_folder& operator=(plugin_folder const&) = delete;

    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }

    /// Copies the fixture `name` into the folder, as `<file>.so`.
    std::filesystem::path add(std::string_view name, std::string_view file = {}) const;

    /// Writes `<name>.so` with these bytes.
    std::filesystem::path write(std::string_view name, std::span<std::byte const> bytes) const;

    /// Whether code of any fixture has run since this folder was made.
    [[nodiscard]] bool code_has_run() const;

private:
    std::filesystem::path path_;
    std::filesystem::path evidence_;
};

/// The bytes of the fixture `name`.
[[nodiscard]] std::vector<std::byte> fixture_bytes(std::string_view name);

} // namespace tests::loader
