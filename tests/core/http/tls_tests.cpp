// TLS over real sockets, with OpenSSL as the client.
#include "server_fixture.hpp"
#include "test_certificates.hpp"
#include "tls_client.hpp"

#include <openssl/ssl.h>

#include <condition_variable>
#include <deque>
#include <fstream>
#include <mutex>

using namespace tests;
using outcome = http::handshake_outcome;
using kind = http::certificate_news::kind;

namespace {

http::listener_options secured(certificate_folder& folder, http::listener_options options = web()) {
    folder.make("first");
    options.tls = folder.files();
    return options;
}

http::server_options quick() {
    http::server_options options;
    options.certificate_check = std::chrono::milliseconds{5};
    return options;
}

// What the server tells of its certificates, in order.
class news_desk {
public:
    void add(http::certificate_news news) {
        std::lock_guard const lock{mutex_};
        news_.push_back(std::move(news));
        changed_.notify_all();
    }
    http::certificate_news next() {
        std::unique_lock lock{mutex_};
        REQUIRE(changed_.wait_for(lock, patience, [this] { return !news_.empty(); }));
        auto first = std::move(news_.front());
        news_.pop_front();
        return first;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<http::certificate_news> news_;
};

struct secure_fixture {
    explicit secure_fixture(http::listener_options options = web())
        : hub{secured(folder, std::move(options)), quick()} {
        hub.server.call_on_certificate_news([this](http::certificate_news const& news) { desk.add(news); });
        hub.start();
    }
    ~secure_fixture() { hub.server.stop(); }
    [[nodiscard]] tls_client client(tls_client_options const& options = {}) const {
        return tls_client{hub.port, options};
    }
    [[nodiscard]] std::uint64_t handshakes(outcome what) const {
        return hub.server.metrics().tls_handshakes[static_cast<std::size_t>(what)];
    }
    void wait_for(outcome what) const {
        auto const deadline = std::chrono::steady_clock::now() + patience;
        while (handshakes(what) == 0) {
            REQUIRE(std::chrono::steady_clock::now() < deadline);
            std::this_thread::yield();
        }
    }

    certificate_folder folder;
    news_desk desk;
    server_fixture hub;
};

std::string data_of(std::unique_ptr<http::message_data> const& message) {
    auto const seen = message->view();
    return {seen.data.data, seen.data.size};
}

constexpr std::size_t large = 200'000;
std::string pattern(std::size_t size) {
    std::string bytes(size, ' ');
    for (std::size_t i = 0; i != size; ++i)
        bytes[i] = static_cast<char>('a' + (i * 7 + i / 26) % 26);
    return bytes;
}

} // namespace

TEST_CASE("TLS 1.2 and 1.3 are spoken, 1.1 is not", "[http][tls]") {
    secure_fixture f;
    for (auto const& [highest, name] : {std::pair{TLS1_2_VERSION, "TLSv1.2"}, std::pair{TLS1_3_VERSION, "TLSv1.3"}}) {
        auto client = f.client({.highest_version = highest});
        CHECK(client.version() == name);
        client.get("/healthz");
        CHECK(client.read_response().find("200 OK") != std::string::npos);
        CHECK_FALSE(client.can_resume());
    }
    CHECK_FALSE(tls_client::handshake_fault(f.hub.port, {.highest_version = TLS1_1_VERSION}).empty());
    CHECK(f.handshakes(outcome::completed) == 2);
    eventually([&] { return f.handshakes(outcome::failed) == 1; }); // the client may hear of it first
}

TEST_CASE("of the protocols offered HTTP/1.1 is taken, and nothing else", "[http][tls]") {
    secure_fixture f;
    CHECK(f.client({.alpn = "\x02h2\x08http/1.1"}).chosen_protocol() == "http/1.1");
    CHECK(f.client().chosen_protocol().empty());
    CHECK_FALSE(tls_client::handshake_fault(f.hub.port, {.alpn = "\x02h2"}).empty());
}

TEST_CASE("a stream over TLS ends with close_notify", "[http][tls]") {
    secure_fixture f;
    auto client = f.client();
    client.get("/stream");
    auto const connection = f.hub.sink.open();
    client.read_until("\r\n\r\n");
    f.hub.sink.send(connection, {.event = "news", .data = "1"});
    CHECK(client.read_chunk() == "event: news\ndata: 1\n\n");
    client.update_keys();
    client.send(" "); // an event stream's client may say something; here it carries the new key
    f.hub.sink.send(connection, {.event = "news", .data = "2"});
    CHECK(client.read_chunk() == "event: news\ndata: 2\n\n");
    f.hub.sink.table().close(f.hub.sink.table().context, connection);
    CHECK(client.read_chunk().empty());
    CHECK(client.read_to_end().empty());
    CHECK(client.ended_well());
}

TEST_CASE("a WebSocket over TLS takes messages that come in one record, and long ones", "[http][tls]") {
    secure_fixture f;
    auto client = f.client();
    client.get("/stream", upgrade);
    auto const connection = f.hub.sink.open_websocket({}, {}, 1 << 20);
    client.read_until("\r\n\r\n");
    client.send(frame(text, "one") + frame(text, "two") + frame(ping, "?"));
    CHECK(data_of(f.hub.sink.next_message()) == "one");
    CHECK(data_of(f.hub.sink.next_message()) == "two");
    CHECK(read_frame(client) == received_frame{pong, "?"});
    client.send(frame(text, pattern(large)));
    CHECK(data_of(f.hub.sink.next_message()) == pattern(large));
    f.hub.sink.send(connection, {.event = "echo", .data = pattern(large), .form = TICKHUB_FORM_TEXT});
    CHECK(read_frame(client) == received_frame{text, pattern(large)});
    client.send(frame(close_frame, closing(1000)));
    CHECK(read_frame(client).opcode == close_frame);
    CHECK(client.read_to_end().empty());
}

TEST_CASE("what comes together with the request for a WebSocket is not lost", "[http][tls]") {
    secure_fixture f;
    auto client = f.client();
    client.send("GET /stream HTTP/1.1\r\nHost: test\r\n" + std::string{upgrade} + "\r\n" + frame(text, "early"));
    f.hub.sink.open_websocket({}, {}, 1024);
    CHECK(data_of(f.hub.sink.next_message()) == "early");
}

TEST_CASE("a slow reader gets every byte in order, in records of any length", "[http][tls]") {
    auto options = web();
    options.send_buffer = 4096;
    secure_fixture f{options};
    for (bool const short_records : {false, true}) {
        INFO(short_records);
        auto client = f.client({.receive_buffer = 4096, .short_records = short_records});
        client.get("/stream");
        auto const connection = f.hub.sink.open();
        client.read_until("\r\n\r\n");
        constexpr int messages = 40; // of 5 kB: within the outbox, far over the socket
        std::string const data = pattern(5'000);
        for (int i = 0; i != messages; ++i)
            f.hub.sink.send(connection, {.event = "m", .data = std::to_string(i) + data});
        f.hub.sink.table().close(f.hub.sink.table().context, connection);
        for (int i = 0; i != messages; ++i)
            CHECK(client.read_chunk() == "event: m\ndata: " + std::to_string(i) + data + "\n\n");
        CHECK(client.read_chunk().empty());
        CHECK(client.read_to_end().empty());
    }
}

TEST_CASE("a large response over TLS comes whole, and a pipelined request behind it is answered", "[http][tls]") {
    secure_fixture f;
    auto client = f.client({.receive_buffer = 4096});
    client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
    auto const request = f.hub.sink.next_request();
    f.hub.sink.respond(request->id, 200, pattern(large));
    CHECK(client.read_response().ends_with(pattern(large)));
    CHECK(client.read_response().ends_with("ok\n"));
}

TEST_CASE("a request body larger than a record arrives", "[http][tls]") {
    secure_fixture f;
    auto client = f.client();
    std::string const body = pattern(60'000);
    client.send("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                body);
    CHECK(f.hub.sink.next_request()->body == body);
}

TEST_CASE("a TLS client that has finished sending gets its whole answer", "[http][tls]") {
    secure_fixture f;
    SECTION("with close_notify") {
        auto client = f.client();
        client.get("/stream");
        client.finish_tls();
        auto const request = f.hub.sink.next_request();
        f.hub.sink.respond(request->id, 200, "whole");
        CHECK(client.read_response().ends_with("whole"));
    }
    SECTION("by shutting down its socket") {
        auto client = f.client();
        client.get("/stream");
        client.finish_sending();
        auto const request = f.hub.sink.next_request();
        f.hub.sink.respond(request->id, 200, "whole");
        CHECK(client.read_response().ends_with("whole"));
    }
}

TEST_CASE("whoever speaks plain HTTP to TLS is told so", "[http][tls]") {
    secure_fixture f;
    auto client = f.hub.client();
    client.get("/healthz");
    auto const answer = client.read_to_end();
    CHECK(answer.starts_with("HTTP/1.1 400 Bad Request\r\n"));
    CHECK(answer.ends_with("\r\n\r\nthis port speaks TLS: use https:// or wss://\n"));
    CHECK(f.handshakes(outcome::plain_http) == 1);
}

TEST_CASE("garbage instead of a handshake disturbs nobody", "[http][tls]") {
    secure_fixture f;
    auto good = f.client();
    {
        auto client = f.hub.client();
        client.send(pattern(1000));
        client.read_to_end();
        auto half = f.hub.client(); // the beginning of a ClientHello
        half.send(std::string_view{"\x16\x03\x01\x02\x00\x01", 6});
        half.finish_sending();
        CHECK(half.read_to_end().empty());
    }
    eventually([&] { return f.handshakes(outcome::failed) == 1; }); // the client may hear of it first
    f.wait_for(outcome::unfinished);
    good.get("/healthz");
    CHECK(good.read_response().find("200 OK") != std::string::npos);
}

TEST_CASE("a client that stalls in the handshake is cut at the header timeout", "[http][tls]") {
    auto options = web();
    options.header_timeout = std::chrono::milliseconds{50};
    secure_fixture f{options};
    auto client = f.hub.client();
    client.send(std::string_view{"\x16\x03\x01\x02\x00\x01", 6});
    CHECK(client.read_to_end().empty());
    f.wait_for(outcome::unfinished);
    CHECK(f.hub.server.metrics().timeouts == 1);
}

TEST_CASE("a drain ends streams over TLS as it should", "[http][tls]") {
    secure_fixture f;
    auto client = f.client();
    client.get("/stream");
    f.hub.sink.open();
    client.read_until("\r\n\r\n");
    // The client's answer to the end is its own end; it gives it when it goes.
    auto const in_time = [&] {
        std::thread reader{[&] {
            client.read_until("0\r\n\r\n");
            client.read_to_end();
            client.finish_sending();
        }};
        bool const result = f.hub.server.drain(http::server::clock::now() + patience);
        reader.join();
        return result;
    }();
    CHECK(in_time);
    CHECK(client.ended_well());
}

TEST_CASE("a new certificate is for new connections, and the old ones live on", "[http][tls]") {
    secure_fixture f;
    auto old = f.client();
    CHECK(old.common_name() == "first");
    f.folder.make("second");
    auto const news = f.desk.next();
    CHECK(news.what == kind::loaded);
    CHECK(news.text.starts_with("the listener web has a new certificate, valid until "));
    CHECK(f.client().common_name() == "second");
    old.get("/healthz");
    CHECK(old.read_response().find("200 OK") != std::string::npos);
}

TEST_CASE("a certificate that can't be loaded leaves the old one in place", "[http][tls]") {
    secure_fixture f;
    f.folder.write(f.folder.files().certificate, "-----BEGIN nothing");
    auto const news = f.desk.next();
    CHECK(news.what == kind::not_loaded);
    CHECK(news.text.starts_with("the listener web keeps the certificate that it has: the certificate "));
    CHECK(f.client().common_name() == "first");
    f.folder.make("second");
    CHECK(f.desk.next().what == kind::loaded);
    CHECK(f.client().common_name() == "second");
}

TEST_CASE("the end of a certificate is a metric, and is told when it is near", "[http][tls]") {
    secure_fixture f;
    auto const now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    auto const seen = f.hub.server.metrics().certificates;
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].listener == "web");
    CHECK(seen[0].expires > static_cast<std::uint64_t>(now) + 364 * 24 * 3600);
    f.folder.make("short", std::chrono::hours{-1}, std::chrono::hours{24 * 3 + 1});
    CHECK(f.desk.next().what == kind::loaded);
    auto const news = f.desk.next();
    CHECK(news.what == kind::expires);
    CHECK(news.text.find(" expires in 3 days, on ") != std::string::npos);
}
