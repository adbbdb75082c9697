#include "tls_client.hpp"

#include <catch2/catch.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <csignal>

namespace tests {

tls_client::tls_client(std::uint16_t port, tls_client_options const& options, silent)
    : test_client{port, options.receive_buffer}
    , context_{SSL_CTX_new(TLS_client_method()), SSL_CTX_free}
    , ssl_{nullptr, SSL_free} {
    std::signal(SIGPIPE, SIG_IGN); // of OpenSSL's own socket calls
    SSL_CTX_set_security_level(context_.get(), 0);
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context_.get(), options.highest_version);
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_NONE, nullptr);
    if (options.short_records)
        SSL_CTX_set_tlsext_max_fragment_length(context_.get(), TLSEXT_max_fragment_length_512);
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), socket());
    if (!options.alpn.empty())
        SSL_set_alpn_protos(ssl_.get(), reinterpret_cast<unsigned char const*>(options.alpn.data()),
                            static_cast<unsigned>(options.alpn.size()));
}

tls_client::tls_client(std::uint16_t port, tls_client_options const& options) : tls_client{port, options, silent{}} {
    std::string const fault = shake_hands();
    INFO(fault);
    REQUIRE(fault.empty());
}

tls_client::~tls_client() = default;

std::string tls_client::handshake_fault(std::uint16_t port, tls_client_options const& options) {
    return tls_client{port, options, silent{}}.shake_hands();
}

std::string tls_client::shake_hands() {
    ERR_clear_error();
    if (SSL_connect(ssl_.get()) == 1)
        return {};
    char const* const why = ERR_reason_error_string(ERR_peek_error());
    return why == nullptr ? "no reason" : why;
}

std::string tls_client::common_name() const {
    X509 const* const certificate = SSL_get0_peer_certificate(ssl_.get());
    char name[256];
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name, sizeof(name));
    return name;
}

std::string tls_client::chosen_protocol() const {
    unsigned char const* data = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(ssl_.get(), &data, &size);
    return {reinterpret_cast<char const*>(data), size};
}

std::string tls_client::version() const {
    return SSL_get_version(ssl_.get());
}

bool tls_client::can_resume() const {
    return SSL_SESSION_is_resumable(SSL_get0_session(ssl_.get())) != 0;
}

void tls_client::finish_tls() {
    SSL_shutdown(ssl_.get());
}

bool tls_client::ended_well() const {
    return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
}

void tls_client::update_keys() {
    REQUIRE(SSL_key_update(ssl_.get(), SSL_KEY_UPDATE_REQUESTED) == 1);
}

std::ptrdiff_t tls_client::write(std::string_view bytes) {
    return SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
}

std::ptrdiff_t tls_client::read(std::span<char> into) {
    return SSL_read(ssl_.get(), into.data(), static_cast<int>(into.size()));
}

bool tls_client::has_read_ahead() const {
    return SSL_has_pending(ssl_.get()) != 0;
}

} // namespace tests
