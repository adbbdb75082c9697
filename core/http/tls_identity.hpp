// A certificate with its private key, ready to serve connections. Immutable: a reload makes another one.
#pragma once

#include "http/tls_files.hpp"

#include <openssl/types.h>

#include <memory>
#include <variant>

namespace tickhub::http {

/// [any thread]
class tls_identity {
public:
    /// Reads both files, and refuses what no connection could be served with, or what is unsafe.
    [[nodiscard]] static std::variant<std::shared_ptr<tls_identity const>, tls_fault> load(tls_files const& files);

    /// The TLS side of one new connection, on the server's end.
    [[nodiscard]] std::unique_ptr<SSL, void (*)(SSL*)> begin() const;
    [[nodiscard]] tls_validity const& valid() const noexcept { return valid_; }

private:
    using context = std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)>;

    tls_identity(context made, tls_validity valid) noexcept;

    context context_;
    tls_validity valid_;
};

} // namespace tickhub::http
