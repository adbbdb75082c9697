#include "http/tls_files.hpp"

#include "http/tls_identity.hpp"

#include <ctime>

namespace tickhub::http {

namespace {

using std::chrono::system_clock;

constexpr auto told_before = std::chrono::hours{14 * 24};

} // namespace

std::string shown_date(system_clock::time_point when) {
    std::time_t const seconds = system_clock::to_time_t(when);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[32];
    return {text, std::strftime(text, sizeof(text), "%Y-%m-%d %H:%M UTC", &parts)};
}

std::string tls_validity::fault(system_clock::time_point now) const {
    if (now < from)
        return "is not valid before " + shown_date(from);
    if (now >= until)
        return "has expired on " + shown_date(until);
    auto const days = std::chrono::duration_cast<std::chrono::hours>(until - now).count() / 24;
    if (until - now > told_before)
        return {};
    return "expires in " +
           (days == 0 ? std::string{"less than a day"} : std::to_string(days) + (days == 1 ? " day" : " days")) +
           ", on " + shown_date(until);
}

std::variant<tls_validity, tls_fault> examine(tls_files const& files) {
    auto loaded = tls_identity::load(files);
    if (auto* const fault = std::get_if<tls_fault>(&loaded); fault != nullptr)
        return std::move(*fault);
    return std::get<0>(loaded)->valid();
}

} // namespace tickhub::http
