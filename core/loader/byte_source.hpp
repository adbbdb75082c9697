// Where the bytes of a library come from: a file, or memory in tests and in the fuzzer. Files are read and not mapped,
// since a mapped file that somebody truncates kills the reader.
#pragma once

#include "loader/refusal.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <variant>
#include <vector>

namespace tickhub::loader {

/// Bytes that nobody has vouched for. [any thread]
class byte_source {
public:
    virtual ~byte_source() = default;

    [[nodiscard]] virtual std::uint64_t size() const noexcept = 0;

    /// Fills `out` with the bytes from offset on; false when not all of them are there.
    [[nodiscard]] virtual bool read(std::uint64_t offset, std::span<std::byte> out) const noexcept = 0;

    /// The bytes [offset, offset + count); nothing when they are more than `limit` or not all there.
    [[nodiscard]] std::optional<std::vector<std::byte>> bytes(std::uint64_t offset, std::uint64_t count,
                                                              std::uint64_t limit) const;
};

/// Borrowed memory.
class memory_bytes final : public byte_source {
public:
    explicit memory_bytes(std::span<std::byte const> bytes) noexcept : bytes_{bytes} {}
    [[nodiscard]] std::uint64_t size() const noexcept override { return bytes_.size(); }
    [[nodiscard]] bool read(std::uint64_t offset, std::span<std::byte> out) const noexcept override;

private:
    std::span<std::byte const> bytes_;
};

/// Opens a regular file for reading. Never waits: a fifo or a device is refused. The reason is without the path.
[[nodiscard]] std::variant<std::unique_ptr<byte_source>, refusal> open_file(std::filesystem::path const& path);

} // namespace tickhub::loader
