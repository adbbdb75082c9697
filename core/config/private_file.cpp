#include "config/private_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <thread>

namespace tickhub::config {
namespace {

namespace fs = std::filesystem;

std::string reason(int error) {
    return std::generic_category().message(error);
}

class open_file {
public:
    explicit open_file(int descriptor) noexcept : descriptor_{descriptor} {}
    ~open_file() {
        if (descriptor_ >= 0)
            ::close(descriptor_);
    }
    open_file(open_file const&) = delete;
    open_file& operator=(open_file const&) = delete;
    [[nodiscard]] int get() const noexcept { return descriptor_; }
    [[nodiscard]] bool opened() const noexcept { return descriptor_ >= 0; }

private:
    int descriptor_;
};

std::string privacy_fault(struct stat const& status) {
    if (!S_ISREG(status.st_mode))
        return "it is not a regular file";
    if (status.st_uid != ::geteuid() && status.st_uid != 0)
        return "it belongs to another user";
    if ((status.st_mode & 077U) != 0)
        return "others may read or write it: it holds secrets, so run `chmod 600` on it";
    return {};
}

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        ssize_t const count = ::write(descriptor, text.data(), text.size());
        if (count < 0 && errno != EINTR)
            return false;
        if (count > 0)
            text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

// A rename lasts once its folder has reached the disk.
void sync_folder(fs::path const& folder) {
    open_file const opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (opened.opened())
        ::fsync(opened.get());
}

fs::path behind_links(fs::path const& file) {
    std::error_code error;
    auto real = fs::weakly_canonical(file, error);
    return error ? file : real;
}

} // namespace

std::optional<std::string> read_private_file(fs::path const& file, std::size_t limit, std::string& fault) {
    // Without O_NONBLOCK, opening a pipe would wait for its writer.
    open_file const opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (!opened.opened()) {
        fault = errno == ENOENT ? "there is no such file" : reason(errno);
        return std::nullopt;
    }
    struct stat status {};
    if (::fstat(opened.get(), &status) != 0) {
        fault = reason(errno);
        return std::nullopt;
    }
    if (fault = privacy_fault(status); !fault.empty())
        return std::nullopt;
    std::string text;
    std::array<char, 16 * 1024> piece;
    while (text.size() <= limit) {
        ssize_t const count = ::read(opened.get(), piece.data(), piece.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0) {
            fault = reason(errno);
            return std::nullopt;
        }
        if (count == 0)
            return text;
        text.append(piece.data(), static_cast<std::size_t>(count));
    }
    fault = "it is larger than " + std::to_string(limit / 1024) + " KiB";
    return std::nullopt;
}

std::string replace_private_file(fs::path const& file, std::string_view text) {
    fs::path const target = behind_links(file);
    std::string fresh = target.string() + ".XXXXXX";
    open_file const opened{::mkostemp(fresh.data(), O_CLOEXEC)}; // mode 0600
    if (!opened.opened())
        return "can't write beside " + target.string() + ": " + reason(errno);
    if (!write_all(opened.get(), text) || ::fsync(opened.get()) != 0 || ::rename(fresh.c_str(), target.c_str()) != 0) {
        int const error = errno;
        ::unlink(fresh.c_str());
        return "can't write " + target.string() + ": " + reason(error);
    }
    sync_folder(target.parent_path().empty() ? fs::path{"."} : target.parent_path());
    return {};
}

file_lock::file_lock(fs::path const& file, std::chrono::milliseconds patience) {
    auto const path = behind_links(file).string() + ".lock";
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor_ < 0) {
        fault_ = "can't write " + path + ": " + reason(errno);
        return;
    }
    auto const deadline = std::chrono::steady_clock::now() + patience;
    // Its holder is another process that edits a small file: asking again is as good as a wait that has no deadline.
    while (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            fault_ = "can't lock " + path + ": " + reason(errno);
            return;
        }
        if (std::chrono::steady_clock::now() >= deadline) {
            fault_ = "another program holds " + path + "; try again";
            return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

file_lock::~file_lock() {
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

} // namespace tickhub::config
