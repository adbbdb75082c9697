// Files that hold secrets: their owner's alone, replaced whole, edited by one program at a time.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace tickhub::config {

/// A regular file of up to `limit` bytes that belongs to this user (or root) and that nobody else may read or write;
/// otherwise nothing, and what to do in `fault`. [any thread]
[[nodiscard]] std::optional<std::string> read_private_file(std::filesystem::path const& file, std::size_t limit,
                                                           std::string& fault);

/// Puts the text in the file's place, mode 0600: whoever reads finds the old file or the new one, also after a power
/// failure. A symbolic link stays one, and what it names is replaced. Returns why not. [any thread]
[[nodiscard]] std::string replace_private_file(std::filesystem::path const& file, std::string_view text);

/// The right to change a file, held by one program at a time: a lock on `<file>.lock`, which stays there.
class file_lock {
public:
    /// Waits for whoever holds it, until the time is over. Ask `fault` whether it is held then. [any thread]
    file_lock(std::filesystem::path const& file, std::chrono::milliseconds patience);
    ~file_lock();
    file_lock(file_lock const&) = delete;
    file_lock& operator=(file_lock const&) = delete;

    /// Empty: it is held.
    [[nodiscard]] std::string const& fault() const noexcept { return fault_; }

private:
    int descriptor_ = -1;
    std::string fault_;
};

} // namespace tickhub::config
