// libsodium, started.
#pragma once

#include <sodium.h>

#include <stdexcept>
#include <string>

namespace tickhub::http {

/// Call it before anything else of libsodium. Throws when the system gives no random numbers. [any thread]
inline void need_sodium() {
    static int const started = ::sodium_init();
    if (started < 0)
        throw std::runtime_error{"libsodium can't be started: the system gives no random numbers"};
}

/// Overwrites it, in a way that no compiler leaves out.
inline void wipe(std::string& text) noexcept {
    ::sodium_memzero(text.data(), text.size());
    text.clear();
}

} // namespace tickhub::http
