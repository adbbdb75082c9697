// HTTP/1.x requests out of a stream of bytes: knows limits, but no socket and no time.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tickhub::http {

struct request_limits {
    std::size_t header = 8 * 1024;
    std::size_t target = 4 * 1024;
    std::size_t body = 64 * 1024;
};

struct received_request {
    std::string method;
    std::string target;                                       ///< as it was sent
    std::vector<std::pair<std::string, std::string>> headers; ///< names in lower case, equal ones joined by ", "
    std::string body;
    bool http_1_0 = false;
    bool keep_alive = false;

    /// Empty when absent; `name` in lower case.
    [[nodiscard]] std::string_view header(std::string_view name) const noexcept;
};

/// Why bytes are no acceptable request. The connection is of no use after it.
struct refusal {
    unsigned status = 0;
    std::string text;
};

class request_reader {
public:
    enum class progress {
        needs_more,
        wants_continue, ///< the client waits for `100 Continue` before it sends the body; then as needs_more
        complete,
        refused
    };

    explicit request_reader(request_limits const& limits);
    ~request_reader();

    /// Takes what was read. Bytes behind a complete request wait for the next call.
    progress feed(std::string_view bytes);
    /// The complete request; the reader turns to the next one, so call feed (with nothing) before reading more.
    [[nodiscard]] received_request take();
    [[nodiscard]] refusal const& why() const noexcept { return why_; }
    /// What came behind the complete request that was taken: for whoever speaks another protocol from there on.
    [[nodiscard]] std::string take_unread() { return std::exchange(unread_, {}); }
    /// Some of a request has come.
    [[nodiscard]] bool begun() const noexcept;

private:
    struct parser;
    progress advance();
    progress check_head();
    progress refuse(unsigned status, std::string text);

    request_limits limits_;
    std::unique_ptr<parser> parser_;
    std::string unread_; // what the parser has not consumed
    refusal why_;
};

} // namespace tickhub::http
