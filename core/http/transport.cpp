#include "http/transport.hpp"

#include <sys/socket.h>

#include <cerrno>

namespace tickhub::http {

namespace {

bool would_block(int error) noexcept {
    return error == EAGAIN || error == EWOULDBLOCK;
}

} // namespace

transfer transport::read(std::span<char> into) noexcept {
    if (tls_)
        return tls_->read(into);
    ssize_t const count = ::recv(socket_.native_handle(), into.data(), into.size(), MSG_DONTWAIT);
    if (count > 0)
        return {.bytes = static_cast<std::size_t>(count)};
    if (count < 0 && would_block(errno))
        return {.blocked = true};
    return {.ended = true, .broken = count < 0};
}

transfer transport::write(std::span<iovec const> pieces) noexcept {
    if (tls_)
        return tls_->write(pieces);
    std::size_t wanted = 0;
    for (iovec const& piece : pieces)
        wanted += piece.iov_len;
    msghdr message{};
    message.msg_iov = const_cast<iovec*>(pieces.data()); // the kernel only reads them
    message.msg_iovlen = pieces.size();
    ssize_t const count = ::sendmsg(socket_.native_handle(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count >= 0)
        return {.bytes = static_cast<std::size_t>(count), .blocked = static_cast<std::size_t>(count) < wanted};
    if (would_block(errno))
        return {.blocked = true};
    return {.ended = true, .broken = true};
}

void transport::cancel() noexcept {
    if (tls_)
        tls_->end_waits();
    boost::system::error_code ignored;
    socket_.cancel(ignored);
}

void transport::shutdown_send() noexcept {
    if (tls_)
        tls_->finish_sending();
    boost::system::error_code ignored;
    socket_.shutdown(socket::shutdown_send, ignored);
}

void transport::close() noexcept {
    if (tls_)
        tls_->close();
    boost::system::error_code ignored;
    socket_.close(ignored);
}

std::string transport::remote_address() const {
    boost::system::error_code gone;
    auto const peer = socket_.remote_endpoint(gone);
    return gone ? std::string{} : peer.address().to_string();
}

} // namespace tickhub::http
