// How OpenSSL reaches a socket: by calls that never block and never raise SIGPIPE, which its own socket BIO can't do.
#pragma once

#include <openssl/bio.h>

namespace tickhub::http {

/// A BIO on the socket, which it borrows; null without memory.
[[nodiscard]] BIO* make_socket_bio(int socket) noexcept;
/// From now on reads and writes fail: the socket's number may be another's.
void detach(BIO& from) noexcept;

} // namespace tickhub::http
