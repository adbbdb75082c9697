#include "http/tls_socket.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <memory>

namespace tickhub::http {

namespace {

constexpr int no_socket = -1;

// The one pointer that a BIO keeps for its method holds the number.
void set_socket(BIO* bio, int socket) noexcept {
    BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(socket)));
}

int socket_of(BIO* bio) noexcept {
    return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

bool is_temporary(int error) noexcept {
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

int read(BIO* bio, char* into, int size) {
    BIO_clear_retry_flags(bio);
    ssize_t const count = ::recv(socket_of(bio), into, static_cast<std::size_t>(size), MSG_DONTWAIT);
    if (count < 0 && is_temporary(errno))
        BIO_set_retry_read(bio);
    if (count == 0)
        BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
    return static_cast<int>(count);
}

int write(BIO* bio, char const* from, int size) {
    BIO_clear_retry_flags(bio);
    ssize_t const count = ::send(socket_of(bio), from, static_cast<std::size_t>(size), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count < 0 && is_temporary(errno))
        BIO_set_retry_write(bio);
    return static_cast<int>(count);
}

long control(BIO* bio, int what, long, void*) {
    switch (what) {
    case BIO_CTRL_FLUSH:
        return 1;
    case BIO_CTRL_EOF:
        return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
    default:
        return 0;
    }
}

struct method_free {
    void operator()(BIO_METHOD* method) const noexcept { BIO_meth_free(method); }
};
using method = std::unique_ptr<BIO_METHOD, method_free>;

method make_method() noexcept {
    method made{BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK | BIO_TYPE_DESCRIPTOR, "tickhub socket")};
    if (made) {
        BIO_meth_set_read(made.get(), read);
        BIO_meth_set_write(made.get(), write);
        BIO_meth_set_ctrl(made.get(), control);
    }
    return made;
}

} // namespace

BIO* make_socket_bio(int socket) noexcept {
    static method const ours = make_method();
    BIO* const bio = ours ? BIO_new(ours.get()) : nullptr;
    if (bio != nullptr) {
        set_socket(bio, socket);
        BIO_set_init(bio, 1);
    }
    return bio;
}

void detach(BIO& from) noexcept {
    set_socket(&from, no_socket);
}

} // namespace tickhub::http
