// What becomes of listeners' certificates while the hub runs.
#pragma once

#include <cstdint>
#include <string>

namespace tickhub::http {

/// What operators are to know of a listener's certificate.
struct certificate_news {
    enum class kind : std::uint8_t { loaded, not_loaded, expires };
    kind what;
    std::string text; ///< for people; says what to do
};

} // namespace tickhub::http
