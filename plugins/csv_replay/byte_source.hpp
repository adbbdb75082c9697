// Where a file's bytes come from: a file on disk, or memory in tests.
#pragma once

#include <tickhub/failure.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tickhub::csv_replay {

/// There are fewer bytes than there were when the source was opened, so the last of them may be half a row.
struct source_shortened : tickhub::permanent_failure {
    using permanent_failure::permanent_failure;
};

/// Bytes in order. Not shared between threads.
class byte_source {
public:
    virtual ~byte_source() = default;
    /// Copies up to `capacity` bytes to `out`, and returns how many; 0 at the end. Throws std::runtime_error when the
    /// bytes cannot be had, source_shortened when they end before size().
    virtual std::size_t read(char* out, std::size_t capacity) = 0;
    /// How many bytes there were when it was opened, for progress.
    [[nodiscard]] virtual std::uint64_t size() const noexcept = 0;
};

/// Bytes that somebody else holds.
class memory_source : public byte_source {
public:
    explicit memory_source(std::string_view bytes) noexcept : rest_{bytes}, size_{bytes.size()} {}
    std::size_t read(char* out, std::size_t capacity) override {
        std::size_t const size = std::min(capacity, rest_.size());
        if (size != 0)
            std::memcpy(out, rest_.data(), size);
        rest_.remove_prefix(size);
        return size;
    }
    [[nodiscard]] std::uint64_t size() const noexcept override { return size_; }

private:
    std::string_view rest_;
    std::uint64_t size_;
};

} // namespace tickhub::csv_replay
