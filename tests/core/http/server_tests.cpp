// Requests and responses over real sockets.
#include "server_fixture.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

using namespace tests;

namespace {

std::string status_of(std::string const& response) {
    return response.substr(9, 3);
}

std::string body_of(std::string const& response) {
    return response.substr(response.find("\r\n\r\n") + 4);
}

// A file that ends with the test.
struct temporary_file {
    explicit temporary_file(std::string const& name, std::string_view content)
        : path{std::filesystem::temp_directory_path() / (std::to_string(::getpid()) + name)} {
        std::ofstream{path} << content;
    }
    ~temporary_file() { std::filesystem::remove(path); }
    std::filesystem::path path;
};

} // namespace

TEST_CASE("the hub's own paths answer by themselves", "[http][server]") {
    server_fixture f;
    f.server.answer_ready_by([] { return http::own_answer{503, "application/json", "{\"ready\":false}"}; });
    f.server.answer_metrics_by([] { return "tickhub_up 1\n"; });
    f.start();
    auto client = f.client();
    client.get("/healthz");
    CHECK(without_date(client.read_response()) == "HTTP/1.1 200 OK\r\n"
                                                  "Content-Type: text/plain; charset=utf-8\r\n"
                                                  "Content-Length: 3\r\n"
                                                  "Cache-Control: no-store\r\n"
                                                  "X-Content-Type-Options: nosniff\r\n"
                                                  "Referrer-Policy: no-referrer\r\n"
                                                  "Cross-Origin-Resource-Policy: same-origin\r\n"
                                                  "Content-Security-Policy: default-src 'none'; "
                                                  "frame-ancestors 'none'\r\n"
                                                  "\r\n"
                                                  "ok\n");
    client.get("/readyz");
    auto const ready = client.read_response();
    CHECK(status_of(ready) == "503");
    CHECK(body_of(ready) == "{\"ready\":false}");
    client.get("/metrics");
    CHECK(body_of(client.read_response()) == "tickhub_up 1\n");
    auto const metrics = f.server.metrics();
    CHECK(metrics.requests == 3);
    CHECK(metrics.responses[2] == 2);
    CHECK(metrics.responses[5] == 1);
    CHECK(metrics.connections == 1);
}

TEST_CASE("a request reaches the sink with all that it said, and the answer comes back", "[http][server]") {
    server_fixture f;
    auto const number = f.sink.mount("/orders");
    f.start();
    auto client = f.client();
    client.send("POST /orders?symbol=TCS&si%64e=buy&symbol=INFY HTTP/1.1\r\nHost: h\r\nX-Tag: a\r\nContent-Length: "
                "4\r\n\r\nbody");
    auto const request = f.sink.next_request();
    auto const shown = request->view();
    auto const text = [](tickhub_text t) { return std::string{t.data, t.size}; };
    CHECK(shown.mount == number);
    CHECK(text(shown.method) == "POST");
    CHECK(text(shown.path) == "/orders");
    CHECK(text(shown.body) == "body");
    CHECK(text(shown.remote) == "127.0.0.1");
    CHECK(text(shown.query(shown.context, {"symbol", 6})) == "TCS,INFY");
    CHECK(shown.query(shown.context, {"other", 5}).data == nullptr);
    CHECK(text(shown.query_name(shown.context, 0)) == "symbol");
    CHECK(text(shown.query_name(shown.context, 1)) == "side");
    CHECK(shown.query_name(shown.context, 2).data == nullptr);
    CHECK(text(shown.header(shown.context, {"X-TAG", 5})) == "a");
    f.sink.respond(request->id, 201, "made");
    auto const response = client.read_response();
    CHECK(status_of(response) == "201");
    CHECK(body_of(response) == "made");
    tickhub_response const again{sizeof(again), 200, {nullptr, 0}, {nullptr, 0}};
    CHECK(f.sink.table().respond(f.sink.table().context, request->id, &again) == TICKHUB_UNKNOWN);
}

TEST_CASE("requests that are sent together are answered one after the other", "[http][server]") {
    server_fixture f;
    f.start();
    auto client = f.client();
    client.send("GET /stream HTTP/1.1\r\nHost: h\r\n\r\nGET /nothing HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    f.sink.respond(f.sink.next_request()->id, 200, "first");
    CHECK(body_of(client.read_response()) == "first");
    CHECK(body_of(client.read_response()) == "nothing is served at /nothing\n");
    CHECK(client.read_to_end().empty());
}

TEST_CASE("what is wrong with a request is said in a line", "[http][server]") {
    server_fixture f;
    f.start();
    auto const answer = [&](std::string_view bytes) {
        auto client = f.client();
        client.send(bytes);
        auto const response = client.read_response();
        return status_of(response) + " " + body_of(response);
    };
    CHECK(answer("GET /%00 HTTP/1.1\r\nHost: h\r\n\r\n") == "400 the URL holds a control character\n");
    CHECK(answer("DELETE /healthz HTTP/1.1\r\nHost: h\r\n\r\n") ==
          "405 /healthz is there to be read: use GET or HEAD\n");
    CHECK(answer("GET /" + std::string(5000, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n") ==
          "414 a URL may have 4096 bytes here\n");
    CHECK(answer("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(9000, 'a')) ==
          "431 a request line and its headers may have 8192 bytes here\n");
    CHECK(answer("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 70000\r\n\r\n") ==
          "413 a request's body may have 65536 bytes here\n");
    CHECK(answer("nonsense\r\n\r\n").substr(0, 3) == "400");
}

TEST_CASE("files are served with their type, and not again while they are unchanged", "[http][server]") {
    temporary_file const page{"page.html", "<h1>hub</h1>"};
    auto options = web();
    options.files = {{"/", page.path}};
    server_fixture f{options};
    f.start();
    auto client = f.client();
    client.get("/");
    auto const response = client.read_response();
    CHECK(status_of(response) == "200");
    CHECK(body_of(response) == "<h1>hub</h1>");
    for (auto const* const header :
         {"Content-Type: text/html; charset=utf-8\r\n", "Cache-Control: no-cache\r\n",
          "X-Content-Type-Options: nosniff\r\n", "Content-Security-Policy: default-src 'self'"})
        CHECK(response.find(header) != std::string::npos);
    auto const at = response.find("ETag: ") + 6;
    client.get("/", "If-None-Match: " + response.substr(at, response.find("\r\n", at) - at) + "\r\n");
    auto const unchanged = client.read_until("\r\n\r\n");
    CHECK(status_of(unchanged) == "304");
    client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(client.read_until("\r\n\r\n").find("Content-Length: 12\r\n") != std::string::npos);
    client.get("/healthz"); // no body stands between
    CHECK(status_of(client.read_response()) == "200");
    CHECK(f.sink.refused_mount("web", "/") == "the path / is served by a file of the listener web");
}

TEST_CASE("a path has one server", "[http][server]") {
    server_fixture f;
    f.start();
    test_sink other{f.server, "other"};
    CHECK(other.refused_mount("web", "/stream") == "the path /stream is served by public already");
    CHECK(other.refused_mount("web", "/metrics") == "the path /metrics is served by the hub itself");
    CHECK(other.refused_mount("intranet", "/x") == "there is no listener intranet");
    CHECK(other.refused_mount("web", "x").find("is no path that a URL can have") != std::string::npos);
    CHECK(other.refused_mount("web", "/a/../b").find("is no path that a URL can have") != std::string::npos);
    f.sink.port.reset();
    other.mount("/stream");
}

TEST_CASE("an address that is in use, and a file that is missing, are told before anything starts", "[http][server]") {
    server_fixture first;
    auto options = web();
    options.port = first.port;
    http::server second{{}};
    CHECK(second.listen(options).error == "127.0.0.1:" + std::to_string(first.port) + " is in use by another program");
    options.address = "localhost";
    CHECK(second.listen(options).error == "localhost is no IPv4 or IPv6 address");
    options.files = {{"/", "/nowhere/page.html"}};
    CHECK(second.listen(options).error == "/nowhere/page.html: No such file or directory");
}

TEST_CASE("a request that trickles in is cut off in time", "[http][server]") {
    auto options = web();
    options.header_timeout = std::chrono::milliseconds{50};
    server_fixture f{options};
    f.start();
    auto slow = f.client();
    slow.send("GET / HTTP/1.1\r\nHost:");
    CHECK(status_of(slow.read_response()) == "408");
    CHECK(slow.read_to_end().empty());
    auto silent = f.client();
    CHECK(silent.read_to_end().empty());
    CHECK(f.server.metrics().timeouts == 2);
}

TEST_CASE("a connection that asks for nothing more is closed", "[http][server]") {
    auto options = web();
    options.idle_timeout = std::chrono::milliseconds{20};
    server_fixture f{options};
    f.start();
    auto client = f.client();
    client.get("/healthz");
    CHECK(status_of(client.read_response()) == "200");
    CHECK(client.read_to_end().empty());
}

TEST_CASE("a sink that does not answer in time is answered for", "[http][server]") {
    auto options = web();
    options.answer_timeout = std::chrono::milliseconds{20};
    server_fixture f{options};
    f.start();
    auto client = f.client();
    client.get("/stream");
    auto const request = f.sink.next_request();
    CHECK(status_of(client.read_response()) == "504");
    tickhub_stream_options const late{sizeof(late), 0, 0, 0, 0, 0, 0, {}};
    tickhub_connection connection = 0;
    CHECK(f.sink.table().open_stream(f.sink.table().context, request->id, &late, &connection) == TICKHUB_UNKNOWN);
}

TEST_CASE("a sink whose mailbox is full: 503 for programs, a pause for event streams", "[http][server]") {
    server_fixture f;
    f.sink.accepts = false;
    f.start();
    auto program = f.client();
    program.get("/stream");
    auto const response = program.read_response();
    CHECK(status_of(response) == "503");
    CHECK(response.find("Retry-After: ") != std::string::npos);
    auto browser = f.client();
    browser.get("/stream", "Accept: text/event-stream\r\n");
    auto const stream = browser.read_to_end();
    CHECK(status_of(stream) == "200");
    CHECK(stream.find("Content-Type: text/event-stream") != std::string::npos);
    CHECK(body_of(stream).rfind("retry: ", 0) == 0);
    CHECK(f.server.metrics().turned_away == 2);
}

TEST_CASE("over the limit of connections clients are told so, and the others are not disturbed", "[http][server]") {
    auto options = web();
    options.max_connections = 1;
    server_fixture f{options};
    f.start();
    tickhub_connection connection = 0;
    auto const inside = f.stream(connection);
    auto browser = f.client();
    browser.get("/stream", "Accept: text/event-stream\r\n");
    CHECK(body_of(browser.read_to_end()).rfind("retry: ", 0) == 0);
    auto probe = f.client();
    probe.get("/healthz");
    CHECK(status_of(probe.read_response()) == "200");
    f.sink.table().close(f.sink.table().context, connection);
    CHECK(f.sink.next_closed() == connection);
}

TEST_CASE("a sink that ends leaves no request unanswered", "[http][server]") {
    server_fixture f;
    f.start();
    auto client = f.client();
    client.get("/stream");
    auto const request = f.sink.next_request();
    f.sink.port.reset();
    CHECK(status_of(client.read_response()) == "503");
    auto next = f.client();
    next.get("/stream");
    CHECK(status_of(next.read_response()) == "404");
}

TEST_CASE("bytes that are no HTTP do not disturb a server", "[http][server]") {
    server_fixture f;
    f.start();
    for (std::string_view const bytes : {std::string_view{"\0\0\0\0", 4}, std::string_view{"\r\n\r\n\r\n"},
                                         std::string_view{"GET"}, std::string_view{"\xff\xfe\r\n\r\n"}}) {
        auto client = f.client();
        client.send(bytes);
        client.finish_sending();
        client.read_to_end();
    }
    eventually([&] { return f.server.metrics().connections == 0; });
}

TEST_CASE("a client that has finished sending gets its whole answer", "[http][server]") {
    auto options = web();
    options.send_buffer = 4096;
    std::string const large(4 * 1024 * 1024, 'm'); // more than any socket holds
    server_fixture f{options};
    f.server.answer_metrics_by([&] { return large; });
    f.start();
    auto own = f.client(4096);
    own.get("/metrics");
    own.finish_sending();
    CHECK(body_of(own.read_to_end()) == large);

    auto awaiting = f.client();
    awaiting.get("/stream");
    awaiting.finish_sending();
    auto const request = f.sink.next_request();
    auto probe = f.client(); // by its answer the server has seen that the other has finished
    probe.get("/healthz");
    probe.read_response();
    f.sink.respond(request->id, 200, "late");
    CHECK(body_of(awaiting.read_to_end()) == "late");

    auto two = f.client();
    two.send("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\nGET /nothing HTTP/1.1\r\nHost: h\r\n\r\n");
    two.finish_sending();
    CHECK(two.read_to_end().find("nothing is served at /nothing\n") != std::string::npos);

    auto half = f.client();
    half.send("GET /healthz HTTP/1.1\r\nHost:");
    half.finish_sending();
    CHECK(status_of(half.read_to_end()) == "400");
}

TEST_CASE("a sink's 405 says which methods are served and is not kept", "[http][server]") {
    server_fixture f;
    f.start();
    auto client = f.client();
    auto const refused = [&](std::string const& method) {
        client.send(method + " /stream HTTP/1.1\r\nHost: h\r\n\r\n");
        f.sink.respond(f.sink.next_request()->id, 405, method == "HEAD" ? "" : "no");
        auto const response = client.read_response();
        CHECK(response.find("\r\nCache-Control: no-store\r\n") != std::string::npos);
        auto const at = response.find("\r\nAllow:");
        return at == std::string::npos ? "absent" : response.substr(at + 2, response.find("\r\n", at + 2) - at - 2);
    };
    CHECK(refused("POST") == "Allow: GET, HEAD");
    CHECK(refused("DELETE") == "Allow: GET, HEAD");
    CHECK(refused("HEAD") == "Allow: GET");
    CHECK(refused("GET") == "Allow: ");
}
