#include "http/tls_side.hpp"

#include "http/tls_socket.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <string_view>

namespace tickhub::http {

namespace {

constexpr std::size_t longest_record = SSL3_RT_MAX_PLAIN_LENGTH;

constexpr std::string_view speaks_tls = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n"
                                        "Content-Length: 45\r\nConnection: close\r\n\r\n"
                                        "this port speaks TLS: use https:// or wss://\n";

// The pieces as one, up to a record's length: themselves, if there is one only.
std::string_view gather(std::span<iovec const> pieces, std::array<char, longest_record>& into) noexcept {
    if (pieces.size() == 1)
        return {static_cast<char const*>(pieces[0].iov_base), std::min(pieces[0].iov_len, into.size())};
    std::size_t size = 0;
    for (iovec const& piece : pieces) {
        std::size_t const count = std::min(piece.iov_len, into.size() - size);
        std::memcpy(into.data() + size, piece.iov_base, count);
        size += count;
        if (size == into.size())
            break;
    }
    return {into.data(), size};
}

} // namespace

tls_side::tls_side(tls_identity const& identity, int socket, handshake_counters& count)
    : ssl_{identity.begin()}
    , socket_{socket}
    , count_{count} {
    BIO* const bio = make_socket_bio(socket);
    if (bio == nullptr)
        throw std::bad_alloc{};
    SSL_set_bio(ssl_.get(), bio, bio); // it owns the BIO now
}

tls_side::~tls_side() {
    note(handshake_outcome::unfinished);
}

transfer tls_side::read(std::span<char> into) noexcept {
    if (unusable_)
        return {.ended = true, .broken = true};
    ERR_clear_error();
    std::size_t count = 0;
    int const result = SSL_read_ex(ssl_.get(), into.data(), into.size(), &count);
    if (SSL_is_init_finished(ssl_.get()) != 0)
        note(handshake_outcome::completed);
    drained_ = result != 1;
    if (result == 1)
        return {.bytes = count};
    return explain(result, read_waits_for_);
}

transfer tls_side::write(std::span<iovec const> pieces) noexcept {
    transfer done;
    if (unusable_)
        return {.ended = true, .broken = true};
    if (!send_unsent(done))
        return done;
    std::array<char, longest_record> record; // left as it is: gather fills what is used
    std::string_view const text = gather(pieces, record);
    if (text.empty())
        return done;
    ERR_clear_error();
    int const result = SSL_write_ex(ssl_.get(), text.data(), text.size(), &done.bytes);
    if (result == 1)
        return done;
    done = explain(result, write_waits_for_);
    if (done.blocked) { // it is encrypted already, and can't be taken back
        unsent_ = text;
        done.bytes = text.size();
    }
    return done;
}

// True when nothing is left to be sent first.
bool tls_side::send_unsent(transfer& done) noexcept {
    while (!unsent_.empty()) {
        ERR_clear_error();
        std::size_t count = 0;
        int const result = SSL_write_ex(ssl_.get(), unsent_.data(), unsent_.size(), &count);
        if (result != 1) {
            done = explain(result, write_waits_for_);
            return false;
        }
        unsent_.erase(0, count); // not all of it when the peer asks for short records
    }
    unsent_.shrink_to_fit();
    return true;
}

bool tls_side::has_read_ahead() const noexcept {
    return !drained_ && SSL_has_pending(ssl_.get()) != 0;
}

transfer tls_side::explain(int result, wait& waits_for) noexcept {
    switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
        waits_for = wait::readable;
        return {.blocked = true};
    case SSL_ERROR_WANT_WRITE:
        waits_for = wait::writable;
        return {.blocked = true};
    case SSL_ERROR_ZERO_RETURN:
        return {.ended = true, .broken = SSL_is_init_finished(ssl_.get()) == 0};
    default:
        break;
    }
    unusable_ = true; // OpenSSL has told the peer why
    unsigned long const first = ERR_peek_error();
    if (ERR_GET_LIB(first) == ERR_LIB_SSL && !noted_) {
        if (ERR_GET_REASON(first) == SSL_R_HTTP_REQUEST)
            answer_plain_http();
        note(handshake_outcome::failed);
    }
    ERR_clear_error();
    return {.ended = true, .broken = true};
}

void tls_side::answer_plain_http() noexcept {
    note(handshake_outcome::plain_http);
    static_cast<void>(::send(socket_, speaks_tls.data(), speaks_tls.size(), MSG_DONTWAIT | MSG_NOSIGNAL));
    ::shutdown(socket_, SHUT_WR);
}

void tls_side::finish_sending() noexcept {
    if (unusable_ || !SSL_is_init_finished(ssl_.get()) || !unsent_.empty() ||
        (SSL_get_shutdown(ssl_.get()) & SSL_SENT_SHUTDOWN) != 0)
        return;
    ERR_clear_error();
    SSL_shutdown(ssl_.get()); // by its own framing the peer knows what is whole, so that it may fail
    ERR_clear_error();
}

void tls_side::close() noexcept {
    finish_sending();
    unusable_ = true;
    end_waits();
    detach(*SSL_get_wbio(ssl_.get()));
}

void tls_side::note(handshake_outcome outcome) noexcept {
    if (noted_)
        return;
    noted_ = true;
    count_[static_cast<std::size_t>(outcome)].fetch_add(1, std::memory_order_relaxed);
}

} // namespace tickhub::http
