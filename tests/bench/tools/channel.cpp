#include "tools/channel.hpp"

#include "tools/fail.hpp"

#include <sys/socket.h>
#include <unistd.h>

namespace bench {

channel::pair channel::make() {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        fail("no socket pair");
    return {channel{ends[0]}, channel{ends[1]}};
}

void channel::close() noexcept {
    if (end_ >= 0)
        ::close(end_);
    end_ = -1;
}

void channel::write(void const* data, std::size_t size) {
    if (::send(end_, data, size, MSG_NOSIGNAL) != static_cast<ssize_t>(size))
        fail("a process of the run has ended early");
}

void channel::read(void* data, std::size_t size) {
    if (::recv(end_, data, size, MSG_WAITALL) != static_cast<ssize_t>(size))
        fail("a process of the run has ended early");
}

} // namespace bench
