#include "http/listener.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/socket_base.hpp>

namespace tickhub::http {

namespace {

using boost::asio::ip::tcp;

constexpr int backlog = 1024;

std::string shown(tcp::endpoint const& where) {
    auto const host = where.address().to_string();
    return (where.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(where.port());
}

std::string explain(tcp::endpoint const& where, boost::system::error_code error) {
    if (error == boost::asio::error::address_in_use)
        return shown(where) + " is in use by another program";
    if (error == boost::asio::error::access_denied)
        return shown(where) + " needs more rights: ports below 1024 are the superuser's";
    if (error == boost::system::errc::address_not_available)
        return shown(where) + ": this machine has no such address";
    return shown(where) + ": " + error.message();
}

accept_error kind_of(boost::system::error_code error) {
    if (error == boost::system::errc::too_many_files_open ||
        error == boost::system::errc::too_many_files_open_in_system)
        return accept_error::no_file_descriptor;
    if (error == boost::system::errc::no_buffer_space || error == boost::system::errc::not_enough_memory)
        return accept_error::no_memory;
    return accept_error::other;
}

} // namespace

listener::listener(std::shared_ptr<place> place, std::vector<io_thread*> threads)
    : place_{std::move(place)}
    , threads_{std::move(threads)}
    , acceptor_{threads_.front()->context()}
    , pause_{threads_.front()->context()} {}

listen_result listener::bind() {
    boost::system::error_code error;
    auto const address = boost::asio::ip::make_address(place_->options.address, error);
    if (error)
        return {0, place_->options.address + " is no IPv4 or IPv6 address"};
    tcp::endpoint const wanted{address, place_->options.port};
    acceptor_.open(wanted.protocol(), error);
    // Without it a restart has to wait for the connections of the last run to be forgotten.
    if (!error)
        acceptor_.set_option(boost::asio::socket_base::reuse_address{true}, error);
    if (!error && address.is_v6())
        acceptor_.set_option(boost::asio::ip::v6_only{true}, error);
    if (!error)
        acceptor_.bind(wanted, error);
    if (!error)
        acceptor_.listen(backlog, error);
    if (error)
        return {0, explain(wanted, error)};
    place_->options.port = acceptor_.local_endpoint(error).port();
    return {place_->options.port, {}};
}

void listener::accept() {
    io_thread& thread = *threads_[next_++ % threads_.size()];
    acceptor_.async_accept(thread.context(), [self = shared_from_this(), &thread](boost::system::error_code error,
                                                                                  transport::socket socket) {
        if (error == boost::asio::error::operation_aborted)
            return;
        if (error)
            return self->on_failure(error);
        self->trouble_.succeeded();
        if (&thread == self->threads_.front()) {
            thread.adopt(std::move(socket), self->place_);
        } else {
            auto const handed =
                std::make_shared<transport::socket>(std::move(socket)); // std::function must be copyable
            thread.run_here([&thread, handed, place = self->place_] { thread.adopt(std::move(*handed), place); });
        }
        self->accept();
    });
}

// The client stays in the backlog, so that trying again at once would fail again at once.
void listener::on_failure(boost::system::error_code error) {
    site& site = threads_.front()->site();
    accept_error const kind = kind_of(error);
    site.counters.accept_failures[static_cast<std::size_t>(kind)].fetch_add(1, std::memory_order_relaxed);
    auto const reaction = trouble_.failed(std::chrono::steady_clock::now());
    if (reaction.untold != 0 && site.accept_failed)
        site.accept_failed({place_->options.name, kind, error.message(), reaction.untold});
    pause_.expires_after(reaction.pause);
    pause_.async_wait([self = shared_from_this()](boost::system::error_code stopped) {
        if (!stopped)
            self->accept();
    });
}

void listener::close() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
}

} // namespace tickhub::http
