// What a listener's TLS is made of, and what can be wrong with it. Needs no OpenSSL.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>

namespace tickhub::http {

/// Files in PEM.
struct tls_files {
    std::filesystem::path certificate; ///< and behind it those of its issuers, but not the root
    std::filesystem::path key;         ///< without a passphrase, and no business of other users
};

/// Why a listener can't be served with its files.
struct tls_fault {
    enum class part : std::uint8_t { certificate, key };
    part where;
    std::string text; ///< "the key …": says what to do
};

/// When a certificate is good.
struct tls_validity {
    std::chrono::system_clock::time_point from;
    std::chrono::system_clock::time_point until;

    /// What is wrong with it now or within two weeks: "expires in 3 days, on 2027-01-31 12:00 UTC". Empty when nothing
    /// is.
    [[nodiscard]] std::string fault(std::chrono::system_clock::time_point now) const;
};

/// Reads both files as a listener does when it is bound.
[[nodiscard]] std::variant<tls_validity, tls_fault> examine(tls_files const& files);

/// `2027-01-31 12:00 UTC`
[[nodiscard]] std::string shown_date(std::chrono::system_clock::time_point when);

} // namespace tickhub::http
