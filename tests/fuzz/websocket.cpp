// What a client may send once its WebSocket is open: raw bytes into the reading side, over a socket. The first byte
// says in which steps they arrive, and whether the sink takes its time after each message. Whatever comes: the steps
// make no difference, texts are UTF-8, limits hold, every byte said back is a whole frame, and in the end nothing is
// left.
#include "http/websocket.hpp"

#include "http/utf8.hpp"

#include <boost/asio/io_context.hpp>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace {

using namespace tickhub::http;
using tcp = boost::asio::ip::tcp;

constexpr std::size_t longest_message = 1000;

void must(bool holds) {
    if (!holds)
        std::abort();
}

received_request request_for_websocket() {
    received_request result;
    result.method = "GET";
    result.target = "/";
    result.headers = {{"host", "h"},
                      {"connection", "upgrade"},
                      {"upgrade", "websocket"},
                      {"sec-websocket-version", "13"},
                      {"sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="}};
    return result;
}

// A connection, as far as its WebSocket sees.
class session final : public websocket_events, public std::enable_shared_from_this<session> {
public:
    session(boost::asio::io_context& context, int socket, bool hesitant)
        : transport_{transport::socket{context, tcp::v4(), socket}}
        , websocket_{*this, transport_, longest_message, {}}
        , hesitant_{hesitant} {}

    void begin() { websocket_.accept(request_for_websocket(), {}, shared_from_this()); }
    void stop() {
        websocket_.stop();
        transport_.close();
    }
    // What the I/O thread does once the handlers have run; false when there is nothing.
    bool go_on() {
        if (std::exchange(paused_, false)) {
            websocket_.read(shared_from_this());
            return true;
        }
        if (std::exchange(unsent_, false)) {
            websocket_.sent();
            return true;
        }
        return false;
    }
    [[nodiscard]] std::string const& said() const noexcept { return said_; }

private:
    bool on_message(bool binary, std::string_view data) override {
        must(!ended_ && !closed_ && !paused_);
        must(data.size() <= longest_message);
        must(binary || valid_utf8(data));
        said_ += binary ? "binary " : "text ";
        said_.append(data).append("\n");
        paused_ = hesitant_;
        return !hesitant_;
    }
    void on_alive() override { must(!ended_); }
    void send_own(std::string_view bytes) override {
        must(!ended_ && !closed_ && !unsent_);
        if (answered_)
            must(bytes.size() >= 2 && bytes.size() <= 127 && bytes[0] == '\x8a' &&
                 static_cast<std::size_t>(bytes[1]) == bytes.size() - 2);
        else
            must(bytes.substr(0, 13) == "HTTP/1.1 101 ");
        answered_ = unsent_ = true;
        said_.append(bytes).append("\n");
    }
    void send_last(std::string_view bytes) override {
        must(!ended_ && !closed_ && answered_);
        must(bytes.size() >= 2 && bytes.size() != 3 && bytes[0] == '\x88' &&
             static_cast<std::size_t>(bytes[1]) == bytes.size() - 2);
        closed_ = true;
        said_.append(bytes).append("\n");
    }
    void on_end() override {
        must(!ended_);
        ended_ = true;
    }

    tickhub::http::transport transport_;
    websocket websocket_;
    bool const hesitant_;
    std::string said_;
    bool answered_ = false;
    bool unsent_ = false;
    bool paused_ = false;
    bool closed_ = false;
    bool ended_ = false;
};

void run(boost::asio::io_context& context, session& with) {
    do {
        context.restart();
        context.poll();
    } while (with.go_on());
}

std::string read_all(std::string_view bytes, std::size_t step, bool hesitant) {
    static boost::asio::io_context context{1};
    std::array<int, 2> ends{};
    must(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
    auto connection = std::make_shared<session>(context, ends[0], hesitant);
    connection->begin();
    run(context, *connection);
    while (!bytes.empty()) {
        std::string_view const some = bytes.substr(0, step);
        bytes.remove_prefix(some.size());
        must(::send(ends[1], some.data(), some.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(some.size()));
        run(context, *connection);
    }
    ::close(ends[1]);
    run(context, *connection);
    std::string said = connection->said();
    connection->stop();
    run(context, *connection);
    std::weak_ptr<session> const left = connection;
    connection.reset();
    must(left.expired());
    return said;
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0)
        return 0;
    std::string_view const bytes{reinterpret_cast<char const*>(data) + 1, std::min<std::size_t>(size - 1, 64 * 1024)};
    std::size_t const step = (data[0] & 0x7fU) == 0 ? bytes.size() : data[0] & 0x7fU;
    bool const hesitant = (data[0] & 0x80U) != 0;
    std::string const at_once = read_all(bytes, bytes.size(), false);
    must(read_all(bytes, step, hesitant) == at_once);
    return 0;
}
