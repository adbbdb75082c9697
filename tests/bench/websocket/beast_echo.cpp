#include "beast_echo.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <utility>

namespace bench {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;

class session : public std::enable_shared_from_this<session> {
public:
    explicit session(tcp::socket socket) : stream_{std::move(socket)} {}

    void begin() {
        stream_.next_layer().set_option(tcp::no_delay{true});
        stream_.async_accept([self = shared_from_this()](beast::error_code error) {
            if (!error)
                self->read();
        });
    }

private:
    void read() {
        stream_.async_read(buffer_, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (!error)
                self->write();
        });
    }
    void write() {
        stream_.text(stream_.got_text());
        stream_.async_write(buffer_.data(), [self = shared_from_this()](beast::error_code error, std::size_t) {
            self->buffer_.consume(self->buffer_.size());
            if (!error)
                self->read();
        });
    }

    beast::websocket::stream<tcp::socket, false> stream_;
    beast::flat_buffer buffer_;
};

void accept(tcp::acceptor& acceptor) {
    acceptor.async_accept([&acceptor](boost::system::error_code error, tcp::socket socket) {
        if (!error)
            std::make_shared<session>(std::move(socket))->begin();
        accept(acceptor);
    });
}

} // namespace

void serve_beast_echo(int ready) {
    asio::io_context context{1};
    tcp::acceptor acceptor{context, {asio::ip::address_v4::loopback(), 0}};
    std::uint16_t const port = acceptor.local_endpoint().port();
    if (::write(ready, &port, sizeof(port)) != sizeof(port))
        std::abort();
    accept(acceptor);
    context.run();
    std::abort();
}

} // namespace bench
