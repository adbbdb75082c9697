// Logging in, being let in and being sent away, over real sockets.
#include "server_fixture.hpp"

#include <atomic>
#include <future>
#include <regex>
#include <string>
#include <thread>

using namespace tests;
using namespace std::chrono_literals;
using tickhub::role;

namespace {

std::string status_of(std::string const& response) {
    return response.substr(9, 3);
}

bool has(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

http::listener_options guarded() {
    auto options = web();
    options.allowed_origins = {"https://desk.example"};
    options.access = {
        {"/stream", {}, {role::viewer}}, {"/stream", {"trades"}, {role::trader}}, {"/admin/*", {}, {role::admin}}};
    return options;
}

http::token_key signing_key() {
    http::token_key key;
    key.id = "aaaaaaaaaaaaaaaa";
    key.secret.fill(1);
    return key;
}

// Users asha and bob, whose passwords are their names and "'s password".
struct guarded_server : server_fixture {
    explicit guarded_server(http::auth_options const& options = {}, http::listener_options const& at = guarded(),
                            http::authority::wall_clock now = {})
        : server_fixture{at} {
        server.use_authentication(options, std::move(now), [this](std::string const& hash, std::string_view password) {
            ++checks;
            return password == hash + "'s password";
        });
        set_users();
        sink.mount("/public");
        sink.mount("/admin/stream");
        start();
    }
    void set_users() { server.set_users(users, {signing_key()}); }

    std::string send(std::string const& method, std::string const& path, std::string const& headers = {},
                     std::string const& body = {}) {
        auto c = client();
        c.send(method + " " + path + " HTTP/1.1\r\nHost: hub:" + std::to_string(port) + "\r\n" + headers +
               "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
        return c.read_response();
    }
    std::string log_in(std::string const& user, std::string const& password, std::string const& headers = {}) {
        return send("POST", "/login", "Content-Type: application/json\r\n" + headers,
                    R"({"user":")" + user + R"(","password":")" + password + "\"}");
    }
    std::string token_of(std::string const& user) {
        auto const answer = log_in(user, user + "'s password");
        REQUIRE(status_of(answer) == "200");
        return token_in(answer);
    }
    static std::string token_in(std::string const& answer) {
        std::smatch found;
        REQUIRE(std::regex_search(answer, found, std::regex{R"re("token":"([^"]+)")re"}));
        return found[1];
    }
    std::string own_origin() const { return "Origin: http://hub:" + std::to_string(port) + "\r\n"; }
    test_client open_stream(std::string const& token, tickhub_connection& connection) {
        auto c = client();
        c.get("/stream", "Authorization: Bearer " + token + "\r\n");
        connection = sink.open();
        c.read_until("\r\n\r\n");
        return c;
    }

    std::atomic<int> checks{0};
    std::vector<http::user_record> users{{"asha", "asha", {role::viewer, role::trader}, {"A1", "A2"}, 1},
                                         {"bob", "bob", {role::viewer}, {}, 1}};
};

std::string const elsewhere = "Origin: https://evil.example\r\n";

} // namespace

TEST_CASE("a program logs in with JSON and comes in with its token", "[auth][server]") {
    guarded_server f;
    auto const refused = f.send("GET", "/stream");
    CHECK(status_of(refused) == "401");
    CHECK(has(refused, "WWW-Authenticate: Bearer realm=\"tickhub\"\r\n"));
    auto const answer = f.log_in("asha", "asha's password");
    CHECK(status_of(answer) == "200");
    CHECK(has(answer, "Cache-Control: no-store\r\n"));
    CHECK(has(answer, R"("token_type":"Bearer","expires_in":3600,"user":"asha","roles":["viewer","trader"],)"
                      R"("accounts":["A1","A2"])"));

    auto c = f.client();
    c.get("/stream", "authorization: bearer " + guarded_server::token_in(answer) + "\r\nCookie: a=b\r\n");
    auto const request = f.sink.next_request();
    auto const shown = request->view();
    CHECK(std::string_view{shown.user.data, shown.user.size} == "asha");
    CHECK(shown.roles == (TICKHUB_ROLE_VIEWER | TICKHUB_ROLE_TRADER));
    REQUIRE(shown.account_count == 2);
    CHECK(std::string_view{shown.accounts[1].data, shown.accounts[1].size} == "A2");
    // What proves who asks is no business of a sink's.
    CHECK(shown.header(shown.context, {"authorization", 13}).data == nullptr);
    CHECK(shown.header(shown.context, {"cookie", 6}).data == nullptr);
    f.sink.respond(request->id, 200, "hello");
    auto const told = c.read_response();
    CHECK(status_of(told) == "200");
    CHECK(has(told, "Cache-Control: no-store\r\n"));
}

TEST_CASE("a browser logs in with a form and comes in with its cookie", "[auth][server]") {
    guarded_server f;
    auto const answer = f.send("POST", "/login", "Content-Type: application/x-www-form-urlencoded\r\n" + f.own_origin(),
                               "user=bob&password=bob%27s+password");
    CHECK(status_of(answer) == "200");
    std::smatch found;
    REQUIRE(std::regex_search(
        answer, found, std::regex{"Set-Cookie: (tickhub=[^;]+); Path=/; HttpOnly; SameSite=Strict; Max-Age=3600\r\n"}));
    auto c = f.client();
    c.get("/stream", "Cookie: " + found[1].str() + "\r\n");
    auto const request = f.sink.next_request();
    auto const shown = request->view();
    CHECK(std::string_view{shown.user.data, shown.user.size} == "bob");
    CHECK(shown.may_have(shown.context, {"ticker", 6}) == 1);
    CHECK(shown.may_have(shown.context, {"trades", 6}) == 0);
    f.sink.respond(request->id, 200, "x");
    c.read_response();
}

TEST_CASE("who has logged in but has not the role gets 403, and a path without a rule is anyone's", "[auth][server]") {
    guarded_server f;
    auto const bearer = "Authorization: Bearer " + f.token_of("bob") + "\r\n";
    CHECK(status_of(f.send("GET", "/admin/stream", bearer)) == "403");
    CHECK(status_of(f.send("GET", "/admin/elsewhere", bearer)) == "403");
    CHECK(status_of(f.send("GET", "/admin/../admin/stream", bearer)) == "403");
    CHECK(status_of(f.send("GET", "/%61dmin/stream", bearer)) == "403");
    CHECK(status_of(f.send("GET", "/admin/stream")) == "401");
    CHECK(status_of(f.send("GET", "/healthz")) == "200");
    auto c = f.client();
    c.get("/public");
    auto const request = f.sink.next_request();
    CHECK(request->view().user.size == 0);
    f.sink.respond(request->id, 200, "x");
    c.read_response();
}

TEST_CASE("a wrong password and an unknown user get the same answer after the same work", "[auth][server]") {
    guarded_server f;
    auto const wrong = f.log_in("asha", "wrong password");
    CHECK(f.checks == 1);
    auto const unknown = f.log_in("nobody", "wrong password");
    CHECK(f.checks == 2);
    CHECK(status_of(wrong) == "401");
    CHECK(without_date(wrong) == without_date(unknown));
}

TEST_CASE("failed logins are slowed down, and told when to come back", "[auth][server]") {
    guarded_server f;
    for (std::uint32_t i = 0; i < http::login_throttle::free_failures_of_user; ++i)
        CHECK(status_of(f.log_in("asha", "wrong")) == "401");
    auto const answer = f.log_in("asha", "asha's password");
    CHECK(status_of(answer) == "429");
    CHECK(has(answer, "Retry-After: 1\r\n"));
    CHECK(f.server.metrics().logins == std::array<std::uint64_t, 4>{0, 5, 1, 0});
}

TEST_CASE("CSRF on login: a page of another origin can't log a browser in", "[auth][server]") {
    guarded_server f;
    std::string const form = "Content-Type: application/x-www-form-urlencoded\r\n";
    std::string const body = "user=bob&password=bob%27s+password";
    CHECK(status_of(f.send("POST", "/login", form + elsewhere, body)) == "403");
    CHECK(status_of(f.send("POST", "/login", form + "Origin: null\r\n", body)) == "403");
    CHECK(status_of(f.send("POST", "/login", form + "Sec-Fetch-Site: cross-site\r\n", body)) == "403");
    CHECK(status_of(f.send("POST", "/login", form, body)) == "403"); // an old browser that says nothing
    CHECK(status_of(f.send("POST", "/login", "Content-Type: text/plain\r\n" + elsewhere, "{}")) == "403");
    CHECK(status_of(f.log_in("bob", "bob's password", elsewhere)) == "403");
    CHECK(f.checks == 0);
    CHECK(status_of(f.send("GET", "/login?user=bob&password=x")) == "405");
    CHECK(status_of(f.log_in("bob", "bob's password", "Origin: https://desk.example\r\n")) == "200");
}

TEST_CASE("CSRF on logout and renewal: a cookie acts only for an allowed origin", "[auth][server]") {
    guarded_server f;
    auto const token = f.token_of("bob");
    auto const cookie = "Cookie: tickhub=" + token + "\r\n";
    for (std::string const path : {"/logout", "/renew"}) {
        CHECK(status_of(f.send("POST", path, cookie + elsewhere)) == "403");
        CHECK(status_of(f.send("POST", path, cookie)) == "403"); // no Origin at all
        CHECK(status_of(f.send("GET", path, cookie)) == "405");
    }
    CHECK(status_of(f.send("POST", "/public", cookie + elsewhere)) == "403");
    CHECK(status_of(f.send("DELETE", "/public", cookie)) == "403");
    CHECK(status_of(f.send("POST", "/renew", cookie + f.own_origin())) == "200");
    CHECK(status_of(f.send("POST", "/logout", cookie + f.own_origin())) == "200");
}

TEST_CASE("cross-origin requests with a cookie are refused, and those with a token are not", "[auth][server]") {
    guarded_server f;
    auto const token = f.token_of("bob");
    auto const cookie = "Cookie: tickhub=" + token + "\r\n";
    CHECK(status_of(f.send("GET", "/stream", cookie + elsewhere)) == "403");
    CHECK(status_of(f.send("GET", "/stream", cookie + "Sec-Fetch-Site: same-site\r\n")) == "403");
    CHECK(status_of(f.send("GET", "/healthz", elsewhere)) == "200");
    CHECK(status_of(f.send("GET", "/nothing", "Authorization: Bearer " + token + "\r\n" + elsewhere)) == "404");
}

TEST_CASE("cross-site WebSocket hijacking: an upgrade from another origin is refused", "[auth][server]") {
    guarded_server f;
    std::string const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
    CHECK(status_of(f.send("GET", "/public", upgrade + elsewhere)) == "403");
    CHECK(status_of(f.send("GET", "/public", upgrade + "Origin: null\r\n")) == "403");
    auto const cookie = "Cookie: tickhub=" + f.token_of("bob") + "\r\n";
    CHECK(status_of(f.send("GET", "/public", upgrade + cookie)) == "403");
    server_fixture open; // without users too: whoever can reach a hub is not whoever can make a browser reach it
    open.start();
    auto c = open.client();
    c.get("/stream", upgrade + elsewhere);
    CHECK(status_of(c.read_response()) == "403");
}

TEST_CASE("token replay after logout: the token, its renewals and its streams are dead", "[auth][server]") {
    guarded_server f;
    auto const token = f.token_of("bob");
    auto const bearer = "Authorization: Bearer " + token + "\r\n";
    auto const renewed = guarded_server::token_in(f.send("POST", "/renew", bearer));
    tickhub_connection connection = 0;
    auto stream = f.open_stream(renewed, connection);
    auto const bye = f.send("POST", "/logout", bearer);
    CHECK(status_of(bye) == "200");
    CHECK(has(bye, "Set-Cookie: tickhub=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0\r\n"));
    CHECK(has(stream.read_to_end(), "event: token_revoked\ndata: {}\n\n"));
    CHECK(f.sink.next_closed() == connection);
    for (auto const& each : {token, renewed}) {
        auto const answer = f.send("GET", "/stream", "Authorization: Bearer " + each + "\r\n");
        CHECK(status_of(answer) == "401");
        CHECK(has(answer, "error=\"invalid_token\""));
        CHECK(status_of(f.send("POST", "/renew", "Authorization: Bearer " + each + "\r\n")) == "401");
    }
}

TEST_CASE("a live stream is told that its token expires, and is closed when it has", "[auth][server]") {
    guarded_server f{{"tickhub", 1s, 10s}};
    tickhub_connection connection = 0;
    auto stream = f.open_stream(f.token_of("bob"), connection);
    stream.read_until("event: token_expiring\ndata: {\"seconds\":");
    CHECK(has(stream.read_to_end(), "event: token_expired\ndata: {}\n\n"));
    CHECK(f.sink.next_closed() == connection);
}

TEST_CASE("a live stream hears of its renewed token's end too", "[auth][server]") {
    guarded_server f{{"tickhub", 1s, 10s}, guarded(), [] { return http::unix_time{1000}; }};
    auto const token = f.token_of("bob");
    tickhub_connection connection = 0;
    auto stream = f.open_stream(token, connection);
    stream.read_until("event: token_expiring");
    CHECK(status_of(f.send("POST", "/renew", "Authorization: Bearer " + token + "\r\n")) == "200");
    stream.read_until("event: token_expiring");
    stream.read_until("event: token_expired");
}

TEST_CASE("a revoked user's live streams end, and no one else's", "[auth][server]") {
    guarded_server f;
    tickhub_connection of_asha = 0;
    tickhub_connection of_bob = 0;
    auto asha = f.open_stream(f.token_of("asha"), of_asha);
    auto bob = f.open_stream(f.token_of("bob"), of_bob);
    f.users[1].generation = 2;
    f.set_users();
    CHECK(has(bob.read_to_end(), "event: token_revoked\ndata: {}\n\n"));
    CHECK(f.sink.next_closed() == of_bob);
    f.sink.send(of_asha, {.event = "news", .data = "{}"});
    asha.read_until("event: news");
}

TEST_CASE("a user who was revoked while the sink was thinking gets a stream that ends at once", "[auth][server]") {
    guarded_server f;
    auto const token = f.token_of("bob");
    auto c = f.client();
    c.get("/stream", "Authorization: Bearer " + token + "\r\n");
    auto const request = f.sink.next_request();
    f.users.pop_back();
    f.set_users();
    tickhub_stream_options options{};
    options.struct_size = sizeof(options);
    tickhub_connection connection = 0;
    CHECK(f.sink.table().open_stream(f.sink.table().context, request->id, &options, &connection) == TICKHUB_OK);
    CHECK(has(c.read_to_end(), "event: token_revoked"));
}

TEST_CASE("an expired or broken cookie is forgotten where none is needed, and 401 where one is", "[auth][server]") {
    guarded_server f;
    CHECK(status_of(f.send("GET", "/healthz", "Cookie: tickhub=rubbish\r\n")) == "200");
    auto const refused = f.send("GET", "/stream", "Cookie: tickhub=rubbish\r\n");
    CHECK(status_of(refused) == "401");
    CHECK(has(refused, "Max-Age=0"));
    CHECK(status_of(f.send("GET", "/healthz", "Authorization: Bearer rubbish\r\n")) == "401");
    CHECK(status_of(f.send("GET", "/stream", "Authorization: Basic YXNoYTp4\r\n")) == "401");
    CHECK(status_of(f.send("GET", "/stream?token=" + f.token_of("bob"))) == "401"); // never in a URL
}

TEST_CASE("a password is not taken over plain HTTP from a listener that others can reach", "[auth][server]") {
    auto open = guarded();
    open.address = "0.0.0.0";
    guarded_server f{{}, open};
    auto const answer = f.log_in("bob", "bob's password");
    CHECK(status_of(answer) == "403");
    CHECK(has(answer, "tls"));
    CHECK(f.checks == 0);
}

TEST_CASE("pages of allowed origins may read answers, and are named one by one", "[auth][server]") {
    guarded_server f;
    auto const allowed = f.send("GET", "/healthz", "Origin: https://desk.example\r\n");
    CHECK(has(allowed, "Access-Control-Allow-Origin: https://desk.example\r\n"));
    CHECK(has(allowed, "Access-Control-Allow-Credentials: true\r\n"));
    CHECK(has(allowed, "Vary: Origin\r\n"));
    auto const other = f.send("GET", "/healthz", elsewhere);
    CHECK_FALSE(has(other, "Access-Control-Allow"));
    CHECK(has(other, "Vary: Origin\r\n"));
    tickhub_connection connection = 0;
    auto c = f.client();
    c.get("/stream", "Origin: https://desk.example\r\nAuthorization: Bearer " + f.token_of("bob") + "\r\n");
    connection = f.sink.open();
    auto const head = c.read_until("\r\n\r\n");
    CHECK(has(head, "Access-Control-Allow-Origin: https://desk.example\r\n"));
    CHECK(has(head, "X-Content-Type-Options: nosniff\r\n"));
    CHECK(connection != 0);
}

TEST_CASE("a preflight is answered for allowed origins only", "[auth][server]") {
    guarded_server f;
    std::string const question = "Access-Control-Request-Method: POST\r\n";
    auto const allowed = f.send("OPTIONS", "/stream", question + "Origin: https://desk.example\r\n");
    CHECK(status_of(allowed) == "204");
    CHECK(has(allowed, "Access-Control-Allow-Origin: https://desk.example\r\n"));
    CHECK(has(allowed, "Access-Control-Allow-Headers: Authorization, Content-Type, Last-Event-ID\r\n"));
    auto const refused = f.send("OPTIONS", "/stream", question + elsewhere);
    CHECK(status_of(refused) == "403");
    CHECK_FALSE(has(refused, "Access-Control-Allow"));
}

TEST_CASE("without users there is no login, and nobody is asked for one", "[auth][server]") {
    server_fixture f;
    f.start();
    auto c = f.client();
    c.send("POST /login HTTP/1.1\r\nHost: hub\r\nContent-Length: 2\r\n\r\n{}");
    CHECK(status_of(c.read_response()) == "404");
    CHECK_FALSE(f.sink.refused_mount("web", "/login").empty());
    CHECK_FALSE(f.sink.refused_mount("web", "/renew").empty());
}

TEST_CASE("a server that stops while a password is checked tells nobody", "[auth][server]") {
    std::promise<void> go_on;
    std::promise<void> begun;
    server_fixture f;
    f.server.use_authentication({}, {}, [&](std::string const&, std::string_view) {
        begun.set_value();
        go_on.get_future().wait();
        return true;
    });
    f.server.set_users({{"bob", "hash", {role::viewer}, {}, 1}}, {signing_key()});
    f.start();
    auto c = f.client();
    std::string const body = R"({"user":"bob","password":"x"})";
    c.send("POST /login HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body);
    begun.get_future().wait();
    std::thread stopper{[&] { f.server.stop(); }};
    go_on.set_value();
    stopper.join();
}
