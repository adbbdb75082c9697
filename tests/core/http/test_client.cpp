#include "test_client.hpp"

#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace tests {

test_client::test_client(std::uint16_t port, int receive_buffer)
    : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    if (receive_buffer != 0)
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof(receive_buffer));
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(port);
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&where), sizeof(where)) != 0)
        FAIL("cannot connect to port " << port << ", errno " << errno);
}

test_client::test_client(test_client&& other) noexcept
    : socket_{std::exchange(other.socket_, -1)}
    , received_{std::move(other.received_)} {}

test_client::~test_client() {
    if (socket_ >= 0)
        ::close(socket_);
}

void test_client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const count = write(bytes);
        if (count < 0)
            return; // the server has closed: what it said is still to be read
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

std::size_t test_client::send_some(std::string_view bytes) {
    constexpr int moment = 300; // milliseconds
    pollfd wait{socket_, POLLOUT, 0};
    if (::poll(&wait, 1, moment) != 1)
        return 0;
    auto const count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    return count < 0 ? 0 : static_cast<std::size_t>(count);
}

void test_client::get(std::string_view path, std::string_view more_headers) {
    send("GET " + std::string{path} + " HTTP/1.1\r\nHost: test\r\n" + std::string{more_headers} + "\r\n");
}

std::ptrdiff_t test_client::write(std::string_view bytes) {
    return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

std::ptrdiff_t test_client::read(std::span<char> into) {
    return ::recv(socket_, into.data(), into.size(), 0);
}

bool test_client::receive() {
    pollfd wait{socket_, POLLIN, 0};
    auto const milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(patience).count();
    if (!has_read_ahead() && ::poll(&wait, 1, static_cast<int>(milliseconds)) != 1)
        FAIL("nothing more came; so far: " << received_);
    char bytes[16 * 1024];
    auto const count = read(bytes);
    if (count <= 0)
        return false;
    received_.append(bytes, static_cast<std::size_t>(count));
    return true;
}

std::string test_client::read_until(std::string_view text) {
    std::size_t at;
    while ((at = received_.find(text)) == std::string::npos) {
        if (!receive())
            FAIL("the connection ended before '" << text << "' came: " << received_);
    }
    std::string result = received_.substr(0, at + text.size());
    received_.erase(0, result.size());
    return result;
}

std::string test_client::read_bytes(std::size_t count) {
    while (received_.size() < count) {
        if (!receive())
            FAIL("the connection ended with " << received_.size() << " of " << count << " bytes: " << received_);
    }
    std::string result = received_.substr(0, count);
    received_.erase(0, count);
    return result;
}

std::string test_client::read_response() {
    std::string result = read_until("\r\n\r\n");
    auto const length = result.find("Content-Length: ");
    if (length == std::string::npos)
        return result;
    std::size_t const size = std::stoul(result.substr(length + 16));
    while (received_.size() < size) {
        if (!receive())
            FAIL("the connection ended within a body: " << result << received_);
    }
    result += received_.substr(0, size);
    received_.erase(0, size);
    return result;
}

std::string test_client::read_to_end() {
    while (receive()) {
    }
    return std::exchange(received_, {});
}

std::string test_client::read_chunk() {
    std::size_t const size = std::stoul(read_until("\r\n"), nullptr, 16);
    while (received_.size() < size + 2) {
        if (!receive())
            FAIL("the connection ended within a chunk: " << received_);
    }
    std::string result = received_.substr(0, size);
    CHECK(received_.substr(size, 2) == "\r\n");
    received_.erase(0, size + 2);
    return result;
}

void test_client::finish_sending() {
    ::shutdown(socket_, SHUT_WR);
}

std::string without_date(std::string head) {
    auto const begin = head.find("Date: ");
    if (begin != std::string::npos)
        head.erase(begin, head.find("\r\n", begin) + 2 - begin);
    return head;
}

} // namespace tests
