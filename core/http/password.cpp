#include "http/password.hpp"

#include "http/sodium.hpp"

#include <array>
#include <new>

namespace tickhub::http {

std::string hash_password(std::string_view password) {
    need_sodium();
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (::crypto_pwhash_str(hash.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                            crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        throw std::bad_alloc{}; // it has no other reason to fail
    return hash.data();
}

bool verify_password(std::string const& hash, std::string_view password) {
    need_sodium();
    return ::crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

} // namespace tickhub::http
