// The bytes of one connection, in and out, without ever blocking.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <sys/uio.h>

#include <cstddef>
#include <span>
#include <string>
#include <utility>

namespace tickhub::http {

/// What a read or a write came to.
struct transfer {
    std::size_t bytes = 0;
    bool blocked = false; ///< the socket is to be waited for before there can be more
    bool ended = false;   ///< the peer has ended its side, or the connection is broken: there will be no more
    bool broken = false;  ///< it is broken
};

/// A TCP connection. By its I/O thread alone.
class transport {
public:
    using socket = boost::asio::ip::tcp::socket;

    explicit transport(socket connected) noexcept : socket_{std::move(connected)} {}

    [[nodiscard]] transfer read(std::span<char> into) noexcept;
    /// Writes what the socket takes of the pieces, which are at most 1,024. A short write means blocked.
    [[nodiscard]] transfer write(std::span<iovec const> pieces) noexcept;

    /// Calls with the error code once there is something to read, or the end; cancel and close end the wait.
    template <class Handler>
    void when_readable(Handler handler) {
        socket_.async_wait(socket::wait_read, std::move(handler));
    }
    template <class Handler>
    void when_writable(Handler handler) {
        socket_.async_wait(socket::wait_write, std::move(handler));
    }
    /// Calls with the error code and how much was read: cheaper than a wait and a read when something is there already.
    /// The handler is never called before this returns.
    template <class Buffers, class Handler>
    void async_read_some(Buffers const& into, Handler handler) {
        socket_.async_receive(into, std::move(handler));
    }

    void cancel() noexcept;
    void shutdown_send() noexcept;
    void close() noexcept;

    [[nodiscard]] boost::asio::any_io_executor executor() { return socket_.get_executor(); }
    /// The peer's address, without its port; empty when it is gone already.
    [[nodiscard]] std::string remote_address() const;

private:
    socket socket_;
};

} // namespace tickhub::http
