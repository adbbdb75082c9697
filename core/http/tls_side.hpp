// The TLS of one connection, by OpenSSL straight on the socket, without ever blocking. The handshake happens within the
// first reads.
#pragma once

#include "http/metrics.hpp"
#include "http/tls_identity.hpp"
#include "http/transfer.hpp"

#include <sys/uio.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace tickhub::http {

/// By its connection's I/O thread alone.
class tls_side {
public:
    /// What the socket must be ready for before the same call can come further.
    enum class wait : std::uint8_t { readable, writable };

    /// The socket outlives it, or close is called; `count` outlives it.
    tls_side(tls_identity const& identity, int socket, handshake_counters& count);
    ~tls_side();
    tls_side(tls_side const&) = delete;
    tls_side& operator=(tls_side const&) = delete;

    [[nodiscard]] transfer read(std::span<char> into) noexcept;
    /// Takes at most one record's worth. A record that the socket doesn't take whole counts as written: it is kept, and
    /// is sent first by the next write, even one of no pieces.
    [[nodiscard]] transfer write(std::span<iovec const> pieces) noexcept;
    [[nodiscard]] bool holds_unsent() const noexcept { return !unsent_.empty(); }
    /// There may be more to read without the socket.
    [[nodiscard]] bool has_read_ahead() const noexcept;
    [[nodiscard]] wait read_waits_for() const noexcept { return read_waits_for_; }
    [[nodiscard]] wait write_waits_for() const noexcept { return write_waits_for_; }

    /// Says that nothing more will be sent, if the socket takes that now.
    void finish_sending() noexcept;
    /// The same, and then leaves the socket alone.
    void close() noexcept;

    /// Changes when waits are given up.
    [[nodiscard]] std::uint64_t era() const noexcept { return era_; }
    void end_waits() noexcept { ++era_; }

private:
    [[nodiscard]] transfer explain(int result, wait& waits_for) noexcept;
    [[nodiscard]] bool send_unsent(transfer& done) noexcept;
    void note(handshake_outcome outcome) noexcept;
    void answer_plain_http() noexcept;

    std::unique_ptr<SSL, void (*)(SSL*)> ssl_;
    int const socket_;
    handshake_counters& count_;
    std::string unsent_; // the plain text of a record that is on its way
    std::uint64_t era_ = 0;
    wait read_waits_for_ = wait::readable;
    wait write_waits_for_ = wait::writable;
    bool noted_ = false;  // what came of the handshake
    bool drained_ = true; // the last read found nothing left
    bool unusable_ = false;
};

} // namespace tickhub::http
