#include "loader/byte_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace tickhub::loader {
namespace {

class file_bytes final : public byte_source {
public:
    file_bytes(int descriptor, std::uint64_t size) noexcept : descriptor_{descriptor}, size_{size} {}
    ~file_bytes() override { ::close(descriptor_); }
    file_bytes(file_bytes const&) = delete;
    file_bytes& operator=(file_bytes const&) = delete;

    [[nodiscard]] std::uint64_t size() const noexcept override { return size_; }

    [[nodiscard]] bool read(std::uint64_t offset, std::span<std::byte> out) const noexcept override {
        if (offset > size_ || out.size() > size_ - offset)
            return false;
        while (!out.empty()) {
            ssize_t const got = ::pread(descriptor_, out.data(), out.size(), static_cast<off_t>(offset));
            if (got < 0 && errno == EINTR)
                continue;
            if (got <= 0)
                return false; // truncated since it was opened, or unreadable
            out = out.subspan(static_cast<std::size_t>(got));
            offset += static_cast<std::uint64_t>(got);
        }
        return true;
    }

private:
    int descriptor_;
    std::uint64_t size_;
};

refusal because_of(int error) {
    return {"it can't be read: " + std::generic_category().message(error)};
}

} // namespace

std::optional<std::vector<std::byte>> byte_source::bytes(std::uint64_t offset, std::uint64_t count,
                                                         std::uint64_t limit) const {
    // What is not in the file is refused before memory is taken for it.
    if (count > limit || offset > size() || count > size() - offset)
        return std::nullopt;
    std::vector<std::byte> result(static_cast<std::size_t>(count));
    if (!read(offset, result))
        return std::nullopt;
    return result;
}

bool memory_bytes::read(std::uint64_t offset, std::span<std::byte> out) const noexcept {
    if (offset > bytes_.size() || out.size() > bytes_.size() - offset)
        return false;
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset), out.size(), out.begin());
    return true;
}

std::variant<std::unique_ptr<byte_source>, refusal> open_file(std::filesystem::path const& path) {
    int const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0)
        return because_of(errno);
    struct stat facts {};
    if (::fstat(descriptor, &facts) != 0) {
        int const error = errno;
        ::close(descriptor);
        return because_of(error);
    }
    if (!S_ISREG(facts.st_mode)) {
        ::close(descriptor);
        return refusal{"it is not a regular file"};
    }
    return std::make_unique<file_bytes>(descriptor, static_cast<std::uint64_t>(facts.st_size));
}

} // namespace tickhub::loader
