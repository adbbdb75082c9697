// A regular file on disk, read from its beginning to its end.
//
// It is read in blocks rather than mapped: a mapped file that somebody truncates while it is replayed ends the process.
#pragma once

#include "byte_source.hpp"

#include <cstdint>
#include <string>

namespace tickhub::csv_replay {

/// Owns its descriptor.
class file_source : public byte_source {
public:
    /// Opens the file for reading. Throws std::runtime_error, saying what the system says, when that fails or when it
    /// is a folder, a pipe or a device.
    explicit file_source(std::string const& path);
    file_source(file_source const&) = delete;
    file_source& operator=(file_source const&) = delete;
    ~file_source() override;

    std::size_t read(char* out, std::size_t capacity) override;
    [[nodiscard]] std::uint64_t size() const noexcept override { return size_; }

private:
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
    std::uint64_t read_ = 0;
};

} // namespace tickhub::csv_replay
