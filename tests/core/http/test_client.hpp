// A client with plain sockets: sees every byte, and reads only when told to.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tests {

inline constexpr auto patience = std::chrono::seconds{10}; ///< for what must happen; no test waits that long

class test_client {
public:
    explicit test_client(std::uint16_t port, int receive_buffer = 0);
    virtual ~test_client();
    test_client(test_client&& other) noexcept;
    test_client& operator=(test_client&&) = delete;

    void send(std::string_view bytes);
    /// Sends what the socket takes within a moment; 0 when it takes nothing any more.
    std::size_t send_some(std::string_view bytes);
    /// "GET path HTTP/1.1" with a Host header.
    void get(std::string_view path, std::string_view more_headers = {});
    /// Reads until `text` has come, and returns all up to its end; fails the test at the deadline or the connection's
    /// end.
    std::string read_until(std::string_view text);
    std::string read_bytes(std::size_t count);
    /// One response with Content-Length; its head, an empty line and its body.
    std::string read_response();
    /// Reads to the end of the connection.
    std::string read_to_end();
    /// Of a chunked body: the data of the next chunk, empty for the last one.
    std::string read_chunk();
    /// Shuts down what this side sends.
    void finish_sending();

protected:
    [[nodiscard]] int socket() const noexcept { return socket_; }

private:
    // As send and recv do.
    virtual std::ptrdiff_t write(std::string_view bytes);
    virtual std::ptrdiff_t read(std::span<char> into);
    virtual bool has_read_ahead() const { return false; }

    bool receive(); // false at the end
    int socket_;
    std::string received_;
};

/// The head of a response without its Date.
std::string without_date(std::string head);

} // namespace tests
