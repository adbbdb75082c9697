#include "http/tls_identity.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <fstream>
#include <iterator>
#include <new>
#include <optional>
#include <system_error>
#include <utility>

namespace tickhub::http {

namespace {

using part = tls_fault::part;

constexpr std::uintmax_t longest_file = 1024 * 1024;
constexpr std::array<unsigned char, 9> only_http_1_1 = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
// Of TLS 1.2 only what has forward secrecy and authenticates as it encrypts; TLS 1.3 has nothing else.
constexpr char const* ciphers_of_1_2 = "ECDHE+AESGCM:ECDHE+CHACHA20";

template <auto Free>
struct freed {
    template <class T>
    void operator()(T* what) const noexcept {
        Free(what);
    }
};
using bio = std::unique_ptr<BIO, freed<BIO_free>>;
using certificate = std::unique_ptr<X509, freed<X509_free>>;
using private_key = std::unique_ptr<EVP_PKEY, freed<EVP_PKEY_free>>;

// What OpenSSL says about its last failure.
std::string reason() {
    unsigned long const code = ERR_peek_last_error();
    char const* const text = code == 0 ? nullptr : ERR_reason_error_string(code);
    ERR_clear_error();
    return text == nullptr ? "it has no reason to give" : text;
}

std::string trouble(std::string_view what, std::filesystem::path const& file, std::string_view why) {
    return "the " + std::string{what} + " " + file.string() + " " + std::string{why};
}

std::optional<std::string> content_of(std::filesystem::path const& file, std::string& why) {
    std::error_code error;
    auto const size = std::filesystem::file_size(file, error); // fails for what is no regular file
    if (!error && size > longest_file)
        error = std::make_error_code(std::errc::file_too_large);
    std::ifstream in;
    if (!error) {
        in.open(file, std::ios::binary);
        if (!in)
            error = std::error_code{errno, std::generic_category()};
    }
    if (error) {
        why = "can't be read: " + error.message();
        return std::nullopt;
    }
    return std::string{std::istreambuf_iterator<char>{in}, {}};
}

bio reading(std::string const& text) {
    bio made{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
    if (!made)
        throw std::bad_alloc{};
    return made;
}

// OpenSSL would ask the terminal.
int no_passphrase(char*, int, int, void* asked) {
    *static_cast<bool*>(asked) = true;
    return -1;
}

std::chrono::system_clock::time_point time_of(ASN1_TIME const* time) {
    std::tm parts{};
    ASN1_TIME_to_tm(time, &parts);
    return std::chrono::system_clock::from_time_t(::timegm(&parts));
}

// The certificate, and those of its issuers.
std::optional<tls_fault> use_chain(SSL_CTX* context, std::filesystem::path const& file, tls_validity& valid) {
    std::string why;
    auto const text = content_of(file, why);
    if (!text)
        return tls_fault{part::certificate, trouble("certificate", file, why)};
    auto const source = reading(*text);
    certificate const own{PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr)};
    if (!own) {
        ERR_clear_error();
        return tls_fault{part::certificate,
                         trouble("certificate", file, "is none in PEM: it must have a `-----BEGIN CERTIFICATE-----`")};
    }
    valid = {time_of(X509_get0_notBefore(own.get())), time_of(X509_get0_notAfter(own.get()))};
    if (SSL_CTX_use_certificate(context, own.get()) != 1)
        return tls_fault{part::certificate, trouble("certificate", file, "can't be used: " + reason())};
    while (certificate issuer{PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr)}) {
        if (SSL_CTX_add0_chain_cert(context, issuer.get()) != 1)
            return tls_fault{part::certificate,
                             trouble("certificate", file, "has an issuer that can't be used: " + reason())};
        static_cast<void>(issuer.release()); // the context's now
    }
    bool const at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    if (!at_end)
        return tls_fault{part::certificate, trouble("certificate", file, "is damaged behind its first certificate")};
    return std::nullopt;
}

std::optional<tls_fault> use_key(SSL_CTX* context, std::filesystem::path const& file) {
    struct stat facts {};
    if (::stat(file.c_str(), &facts) == 0 && (facts.st_mode & S_IRWXO) != 0)
        return tls_fault{part::key,
                         trouble("key", file, "is open to every user of this machine: chmod o= " + file.string())};
    std::string why;
    auto text = content_of(file, why);
    if (!text)
        return tls_fault{part::key, trouble("key", file, why)};
    bool has_passphrase = false;
    private_key const own{PEM_read_bio_PrivateKey(reading(*text).get(), nullptr, no_passphrase, &has_passphrase)};
    OPENSSL_cleanse(text->data(), text->size());
    ERR_clear_error();
    if (has_passphrase)
        return tls_fault{part::key, trouble("key", file,
                                            "has a passphrase, and nobody is there to type it: take it off "
                                            "(openssl pkey), and protect the file by its rights")};
    if (!own)
        return tls_fault{part::key,
                         trouble("key", file, "is none in PEM: it must have a `-----BEGIN PRIVATE KEY-----`")};
    // Set while a certificate is, it must match that.
    if (SSL_CTX_use_PrivateKey(context, own.get()) != 1 || SSL_CTX_check_private_key(context) != 1) {
        ERR_clear_error();
        return tls_fault{part::key, trouble("key", file, "does not belong to the certificate")};
    }
    return std::nullopt;
}

int choose_protocol(SSL*, unsigned char const** chosen, unsigned char* size, unsigned char const* offered,
                    unsigned count, void*) {
    unsigned char* found = nullptr;
    if (SSL_select_next_proto(&found, size, only_http_1_1.data(), only_http_1_1.size(), offered, count) !=
        OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL; // RFC 7301, 3.2
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

// No tickets and no cache, so that there is no key which opens more than one connection; docs/decisions/0008.
void set_rules(SSL_CTX* context) {
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_security_level(context, 2);
    SSL_CTX_set_cipher_list(context, ciphers_of_1_2);
    SSL_CTX_set_options(context, SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                     SSL_OP_NO_TICKET | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(context,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_read_ahead(context, 1); // a record takes one system call, not two
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
}

} // namespace

tls_identity::tls_identity(context made, tls_validity valid) noexcept : context_{std::move(made)}, valid_{valid} {}

std::variant<std::shared_ptr<tls_identity const>, tls_fault> tls_identity::load(tls_files const& files) {
    context made{SSL_CTX_new(TLS_server_method()), SSL_CTX_free};
    if (!made)
        throw std::bad_alloc{};
    set_rules(made.get());
    tls_validity valid;
    if (auto fault = use_chain(made.get(), files.certificate, valid); fault)
        return std::move(*fault);
    if (auto fault = use_key(made.get(), files.key); fault)
        return std::move(*fault);
    return std::shared_ptr<tls_identity const>{new tls_identity{std::move(made), valid}};
}

std::unique_ptr<SSL, void (*)(SSL*)> tls_identity::begin() const {
    std::unique_ptr<SSL, void (*)(SSL*)> made{SSL_new(context_.get()), SSL_free};
    if (!made)
        throw std::bad_alloc{};
    SSL_set_accept_state(made.get());
    return made;
}

} // namespace tickhub::http
