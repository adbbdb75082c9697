// The bytes of one connection, in and out, without ever blocking.
#pragma once

#include "http/tls_side.hpp"
#include "http/transfer.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <sys/uio.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <utility>

namespace tickhub::http {

/// A TCP connection, plain or with TLS. By its I/O thread alone.
class transport {
public:
    /// Bound to an I/O thread's context, not to any executor: what can be anything is slow to copy.
    using executor_type = boost::asio::io_context::executor_type;
    using socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, executor_type>;

    /// `tls` is made for this socket; without, the bytes are plain.
    explicit transport(socket connected, std::unique_ptr<tls_side> tls = nullptr) noexcept
        : socket_{std::move(connected)}
        , tls_{std::move(tls)} {}

    [[nodiscard]] transfer read(std::span<char> into) noexcept;
    /// Writes what the socket takes of the pieces, which are at most 1,024. A short write need not mean blocked; what
    /// is written may be held here until a later write, even one of no pieces, so that blocked need not mean a short
    /// write either.
    [[nodiscard]] transfer write(std::span<iovec const> pieces) noexcept;
    /// Something that counts as written is still here.
    [[nodiscard]] bool holds_unsent() const noexcept { return tls_ && tls_->holds_unsent(); }

    /// Calls with the error code once there is something to read, or the end; cancel and close end the wait.
    template <class Handler>
    void when_readable(Handler handler) {
        if (tls_ && tls_->has_read_ahead())
            return call_soon(std::move(handler));
        socket_.async_wait(tls_ ? asio_wait(tls_->read_waits_for()) : socket::wait_read, std::move(handler));
    }
    template <class Handler>
    void when_writable(Handler handler) {
        socket_.async_wait(tls_ ? asio_wait(tls_->write_waits_for()) : socket::wait_write, std::move(handler));
    }
    /// Calls with the error code and how much was read: cheaper than a wait and a read when something is there already.
    /// The handler is never called before this returns. The transport stays where it is meanwhile.
    template <class Buffers, class Handler>
    void async_read_some(Buffers const& into, Handler handler) {
        if (!tls_)
            return socket_.async_receive(into, std::move(handler));
        read_when_readable(first_of(into), std::move(handler));
    }

    void cancel() noexcept;
    void shutdown_send() noexcept;
    void close() noexcept;

    [[nodiscard]] executor_type executor() { return socket_.get_executor(); }
    /// The peer's address, without its port; empty when it is gone already.
    [[nodiscard]] std::string remote_address() const;

private:
    [[nodiscard]] static socket::wait_type asio_wait(tls_side::wait what) noexcept {
        return what == tls_side::wait::readable ? socket::wait_read : socket::wait_write;
    }

    template <class Buffers>
    [[nodiscard]] static boost::asio::mutable_buffer first_of(Buffers const& all) noexcept {
        for (auto at = boost::asio::buffer_sequence_begin(all); at != boost::asio::buffer_sequence_end(all); ++at) {
            if (boost::asio::mutable_buffer const one = *at; one.size() != 0)
                return one;
        }
        return {};
    }

    // As a wait that is over at once. Handlers hold the connection, and so the TLS side.
    template <class Handler>
    void call_soon(Handler handler) {
        boost::asio::post(executor(), [tls = tls_.get(), era = tls_->era(), handler = std::move(handler)]() mutable {
            bool const wanted = tls->era() == era;
            handler(wanted ? boost::system::error_code{} : boost::asio::error::operation_aborted);
        });
    }

    template <class Handler>
    void read_when_readable(boost::asio::mutable_buffer into, Handler handler) {
        when_readable([this, into, handler = std::move(handler)](boost::system::error_code error) mutable {
            if (error)
                return handler(error, 0);
            transfer const got = read({static_cast<char*>(into.data()), into.size()});
            if (got.blocked)
                return read_when_readable(into, std::move(handler));
            if (got.broken)
                error = boost::asio::error::connection_reset;
            else if (got.ended)
                error = boost::asio::error::eof;
            handler(error, got.bytes);
        });
    }

    socket socket_;
    std::unique_ptr<tls_side> tls_;
};

} // namespace tickhub::http
