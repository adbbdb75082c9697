// A test_client that speaks TLS, by OpenSSL on a blocking socket.
#pragma once

#include "test_client.hpp"

#include <openssl/types.h>

#include <memory>
#include <string>

namespace tests {

struct tls_client_options {
    int highest_version = 0; ///< TLS1_1_VERSION …; 0: OpenSSL's
    std::string alpn{};      ///< offered, each with its length in front
    int receive_buffer = 0;
    bool short_records = false; ///< asks the server for 512 bytes at most (RFC 6066, 4)
};

class tls_client final : public test_client {
public:
    /// Shakes hands, and fails the test if that fails.
    explicit tls_client(std::uint16_t port, tls_client_options const& options = {});
    ~tls_client() override;

    /// Why a handshake fails; empty when it doesn't.
    [[nodiscard]] static std::string handshake_fault(std::uint16_t port, tls_client_options const& options);

    [[nodiscard]] std::string common_name() const; ///< of the server's certificate
    [[nodiscard]] std::string chosen_protocol() const;
    [[nodiscard]] std::string version() const;
    [[nodiscard]] bool can_resume() const; ///< it was given a session to come back with
    /// Says close_notify, and goes on reading.
    void finish_tls();
    /// The server has ended with close_notify, not by the end of the connection alone.
    [[nodiscard]] bool ended_well() const;
    /// Changes the keys in the middle (RFC 8446, 4.6.3), and asks the server to do so.
    void update_keys();

private:
    struct silent {};
    tls_client(std::uint16_t port, tls_client_options const& options, silent);
    [[nodiscard]] std::string shake_hands();

    std::ptrdiff_t write(std::string_view bytes) override;
    std::ptrdiff_t read(std::span<char> into) override;
    bool has_read_ahead() const override;

    std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
    std::unique_ptr<SSL, void (*)(SSL*)> ssl_;
};

} // namespace tests
