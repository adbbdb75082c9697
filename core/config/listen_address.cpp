#include "config/listen_address.hpp"

#include "config/scalars.hpp"
#include "config/shown.hpp"

#include <arpa/inet.h>

#include <array>

namespace tickhub::config {
namespace {

// The address as the system writes it; empty when it is none.
std::string canonical(int family, std::string const& host) {
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (inet_pton(family, host.c_str(), bytes.data()) != 1 ||
        inet_ntop(family, bytes.data(), text.data(), text.size()) == nullptr)
        return {};
    return text.data();
}

// `::` takes IPv4 as well where the system is not told otherwise.
bool covers(std::string_view host, std::string_view other) {
    bool const other_is_ipv4 = other.find(':') == std::string_view::npos;
    return host == other || host == "::" || (host == "0.0.0.0" && other_is_ipv4);
}

} // namespace

parsed_address parse_listen_address(std::string_view text) {
    auto const fault = [text](std::string hint) {
        return parsed_address{std::nullopt, "must be a numeric address and a port, as in 127.0.0.1:8080 or "
                                            "\"[::1]:8080\"; found " +
                                                shown(text) + hint};
    };
    std::size_t const colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return fault(parse_integer(text).value ? ", write 127.0.0.1:" + std::string{text} : ", which has no port");
    std::string_view host = text.substr(0, colon);
    auto const port = parse_integer(text.substr(colon + 1));
    if (!port.value || *port.value < 0 || *port.value > 65'535)
        return fault(", whose port is not between 0 and 65535");

    bool const bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (bracketed)
        host = host.substr(1, host.size() - 2);
    listen_address address{canonical(bracketed ? AF_INET6 : AF_INET, std::string{host}),
                           static_cast<std::uint16_t>(*port.value)};
    if (!address.host.empty())
        return {std::move(address), {}};
    if (!bracketed && host.find(':') != std::string_view::npos)
        return fault("; an IPv6 address stands in brackets");
    if (host == "localhost")
        return fault(", write 127.0.0.1:" + std::to_string(*port.value));
    return fault("");
}

bool clash(listen_address const& a, listen_address const& b) {
    return a.port != 0 && a.port == b.port && (covers(a.host, b.host) || covers(b.host, a.host));
}

} // namespace tickhub::config
