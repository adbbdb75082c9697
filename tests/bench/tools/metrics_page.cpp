#include "tools/metrics_page.hpp"

#include "tools/stream_socket.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

namespace bench {

std::string metrics_page(std::uint16_t port) {
    int const made = connect_to(port, 1);
    send_all(made, "GET /metrics HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n");
    std::string page;
    char buffer[4096];
    for (ssize_t size = 0; (size = ::recv(made, buffer, sizeof(buffer), 0)) > 0;)
        page.append(buffer, static_cast<std::size_t>(size));
    ::close(made);
    return page;
}

double metric(std::string_view page, std::string_view name) {
    auto const line = page.find("\n" + std::string{name} + " ");
    return line == std::string_view::npos ? 0 : std::strtod(page.data() + line + name.size() + 2, nullptr);
}

} // namespace bench
