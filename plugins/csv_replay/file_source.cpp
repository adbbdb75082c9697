#include "file_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace tickhub::csv_replay {
namespace {

[[noreturn]] void fail(char const* what, int error) {
    throw std::runtime_error{std::string{what} + ": " + std::generic_category().message(error)};
}

} // namespace

// Opened without blocking, so that a pipe is refused rather than waited for.
file_source::file_source(std::string const& path)
    : descriptor_{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)} {
    if (descriptor_ < 0)
        fail("cannot open it", errno);
    struct stat status {};
    int const error = ::fstat(descriptor_, &status) == 0 ? 0 : errno;
    if (error == 0 && S_ISREG(status.st_mode)) {
        size_ = static_cast<std::uint64_t>(status.st_size);
        return;
    }
    ::close(descriptor_);
    if (error != 0)
        fail("cannot open it", error);
    throw std::runtime_error{"it is not a regular file"};
}

file_source::~file_source() {
    ::close(descriptor_);
}

std::size_t file_source::read(char* out, std::size_t capacity) {
    for (;;) {
        ::ssize_t const got = ::read(descriptor_, out, capacity);
        if (got < 0) {
            if (errno != EINTR)
                fail("cannot read it", errno);
            continue;
        }
        if (got == 0 && read_ < size_) {
            throw source_shortened{"it became shorter while it was read: write recordings to a new file and rename it"};
        }
        read_ += static_cast<std::uint64_t>(got);
        return static_cast<std::size_t>(got);
    }
}

} // namespace tickhub::csv_replay
