// One bound address: accepts connections and hands them to I/O threads.
#pragma once

#include "http/accept_trouble.hpp"
#include "http/io_thread.hpp"
#include "http/server.hpp"
#include "http/site.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace tickhub::http {

class listener : public std::enable_shared_from_this<listener> {
public:
    /// Accepts on the first thread; connections go round all of them.
    listener(std::shared_ptr<place> place, std::vector<io_thread*> threads);

    /// Binds the place's address; fills in its port. [control], before the threads accept.
    [[nodiscard]] listen_result bind();
    /// On the first I/O thread.
    void accept();
    /// The port is free when it returns. On the first I/O thread.
    void close();

private:
    void on_failure(boost::system::error_code error);

    std::shared_ptr<place> place_;
    std::vector<io_thread*> threads_;
    std::size_t next_ = 0;
    boost::asio::ip::tcp::acceptor acceptor_;
    accept_trouble trouble_;
    boost::asio::steady_timer pause_; // while accepting fails
};

} // namespace tickhub::http
