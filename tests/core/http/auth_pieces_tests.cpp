// What authentication is made of, without sockets and without waiting.
#include "http/access_rules.hpp"
#include "http/cookie.hpp"
#include "http/ended_sessions.hpp"
#include "http/live_tokens.hpp"
#include "http/login_body.hpp"
#include "http/login_throttle.hpp"
#include "http/origin.hpp"
#include "http/password.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <vector>

namespace http = tickhub::http;
using namespace std::chrono_literals;
using tickhub::role;
using tickhub::role_set;

TEST_CASE("a password is known by its hash, and by no other", "[auth]") {
    auto const hash = http::hash_password("correct horse");
    CHECK(hash.starts_with("$argon2id$v=19$"));
    CHECK(http::verify_password(hash, "correct horse"));
    CHECK_FALSE(http::verify_password(hash, "correct horsf"));
    CHECK_FALSE(http::verify_password(hash, ""));
    CHECK(http::hash_password("correct horse") != hash); // salted
    CHECK_FALSE(http::verify_password("$argon2id$rubbish", "correct horse"));
}

TEST_CASE("the rule with the longest path decides who may", "[auth]") {
    http::access_rules const rules{{{"/*", {}, {role::viewer}},
                                    {"/admin/*", {}, {role::admin}},
                                    {"/admin/help", {}, {}},
                                    {"/stream", {"trades"}, {role::trader}},
                                    {"/*", {"news"}, {role::admin}}}};
    CHECK(rules.needed("/") == role_set{role::viewer});
    CHECK(rules.needed("/stream") == role_set{role::viewer});
    CHECK(rules.needed("/admin") == role_set{role::admin});
    CHECK(rules.needed("/admin/stream") == role_set{role::admin});
    CHECK(rules.needed("/administrator") == role_set{role::viewer});
    CHECK(rules.needed("/admin/help").empty());
    CHECK(http::access_rules{}.needed("/admin").empty());

    CHECK(rules.may_have("/stream", "ticker", {role::viewer}));
    CHECK_FALSE(rules.may_have("/stream", "trades", {role::viewer}));
    CHECK(rules.may_have("/stream", "trades", {role::viewer, role::trader}));
    CHECK_FALSE(rules.may_have("/stream", "news", {role::viewer, role::trader}));
    CHECK(rules.may_have("/other", "trades", {}));
}

TEST_CASE("a login is two texts, as JSON or as a form", "[auth]") {
    std::string why;
    auto const json = http::read_login("application/json", R"({"user": "asha", "password": "p\u0041 +&"})", why);
    REQUIRE(json);
    CHECK(json->user == "asha");
    CHECK(json->password == "pA +&");
    auto const form =
        http::read_login("Application/X-WWW-Form-Urlencoded; charset=utf-8", "password=a%2Bb+c%26&user=asha", why);
    REQUIRE(form);
    CHECK(form->user == "asha");
    CHECK(form->password == "a+b c&");
}

TEST_CASE("what is no login is refused, and nothing of it is told", "[auth]") {
    std::string const secret = "opensesame";
    std::string const json = "application/json";
    std::string const form = "application/x-www-form-urlencoded";
    std::vector<std::pair<std::string, std::string>> const bad = {
        {json, ""},
        {json, "[]"},
        {json, "{\"user\": \"a\", \"password\": \"" + secret + "\""},
        {json, "{\"user\": \"a\", \"password\": \"" + secret + "\", \"admin\": true}"},
        {json, "{\"user\": 1, \"password\": \"" + secret + "\"}"},
        {json, "{\"user\": \"\", \"password\": \"" + secret + "\"}"},
        {json, "{\"user\": \"a\", \"password\": \"\"}"},
        {json, "{\"user\": \"" + std::string(65, 'a') + "\", \"password\": \"" + secret + "\"}"},
        {json, "{\"user\": \"a\", \"password\": \"" + std::string(513, 'a') + "\"}"},
        {json, "{\"user\": \"a\", \"password\": \"" + std::string(5000, 'a') + "\"}"},
        {json, std::string(2000, '[')},
        {form, "user=a"},
        {form, "user=a&password=" + secret + "&user=b"},
        {form, "user=a&password=%zz"},
        {form, "user=a&pasword=" + secret},
        {"text/plain", "{\"user\": \"a\", \"password\": \"" + secret + "\"}"},
        {"", "{\"user\": \"a\", \"password\": \"" + secret + "\"}"},
    };
    for (auto const& [type, body] : bad) {
        INFO(type << " " << body);
        std::string why;
        CHECK_FALSE(http::read_login(type, body, why));
        CHECK(why.find("a login is") == 0);
        CHECK(why.find(secret) == std::string::npos);
    }
}

TEST_CASE("the token's cookie is read only when there is exactly one", "[auth]") {
    using http::scheme;
    CHECK(http::token_in_cookie("tickhub=abc", scheme::http) == "abc");
    CHECK(http::token_in_cookie("theme=dark; tickhub=abc; x=y", scheme::http) == "abc");
    CHECK(http::token_in_cookie("xtickhub=abc; tickhub2=x", scheme::http).empty());
    CHECK(http::token_in_cookie("tickhub=abc; tickhub=def", scheme::http).empty());
    CHECK(http::token_in_cookie("tickhub=abc", scheme::https).empty()); // plain HTTP could have set it
    CHECK(http::token_in_cookie("tickhub=evil; __Host-tickhub=abc", scheme::https) == "abc");
    CHECK(http::token_in_cookie("", scheme::http).empty());
}

TEST_CASE("a cookie is for this host, this site and no script; under TLS for TLS alone", "[auth]") {
    CHECK(http::set_cookie("t", 60, http::scheme::http) ==
          "Set-Cookie: tickhub=t; Path=/; HttpOnly; SameSite=Strict; Max-Age=60");
    CHECK(http::set_cookie("t", 60, http::scheme::https) ==
          "Set-Cookie: __Host-tickhub=t; Path=/; HttpOnly; SameSite=Strict; Max-Age=60; Secure");
}

namespace {

http::received_request asked(std::vector<std::pair<std::string, std::string>> headers) {
    http::received_request request;
    request.method = "GET";
    request.headers = std::move(headers);
    return request;
}

} // namespace

TEST_CASE("an origin is the same only with its scheme, host and port", "[auth]") {
    using http::came_from;
    std::vector<std::string> const allowed{"https://desk.example"};
    auto const from = [&](std::string const& origin, std::string const& host, http::scheme over = http::scheme::http) {
        return http::origin_of(asked({{"origin", origin}, {"host", host}}), over, allowed);
    };
    CHECK(from("http://hub:8080", "hub:8080") == came_from::own_page);
    CHECK(from("http://hub", "hub:80") == came_from::own_page);
    CHECK(from("https://hub", "hub:443", http::scheme::https) == came_from::own_page);
    CHECK(from("http://hub:8080", "HUB:8080") == came_from::own_page);
    CHECK(from("http://hub:8081", "hub:8080") == came_from::elsewhere);
    CHECK(from("https://hub:8080", "hub:8080") == came_from::elsewhere);
    CHECK(from("http://hub:8080", "hub:8080", http::scheme::https) == came_from::elsewhere);
    CHECK(from("http://evil.hub:8080", "hub:8080") == came_from::elsewhere);
    CHECK(from("null", "hub:8080") == came_from::elsewhere);
    CHECK(from("https://desk.example", "hub:8080") == came_from::allowed);
    CHECK(from("https://desk.example.evil", "hub:8080") == came_from::elsewhere);
    CHECK(from("https://desk.example, https://evil", "hub:8080") == came_from::elsewhere);
    CHECK(http::origin_of(asked({{"host", "hub"}}), http::scheme::http, allowed) == came_from::program);
    CHECK(http::origin_of(asked({{"host", "hub"}, {"sec-fetch-site", "cross-site"}}), http::scheme::http, allowed) ==
          came_from::elsewhere);
    CHECK(http::origin_of(asked({{"host", "hub"}, {"sec-fetch-site", "same-origin"}}), http::scheme::http, allowed) ==
          came_from::own_page);
}

TEST_CASE("failed logins of one user double the wait up to a minute, and a good one forgets them", "[auth]") {
    http::login_throttle throttle;
    http::login_throttle::time now{};
    for (std::uint32_t i = 0; i < http::login_throttle::free_failures_of_user; ++i)
        CHECK(throttle.begin("asha", "10.0.0." + std::to_string(i), now) == 0s);
    for (auto const wait : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
        CHECK(throttle.begin("asha", "10.1.0.1", now) == wait); // counts for nothing
        CHECK(throttle.begin("asha", "10.1.0.1", now + wait - 1ms) == 1s);
        now += wait;
        CHECK(throttle.begin("asha", "10.1.0.1", now) == 0s);
    }
    CHECK(throttle.begin("bob", "10.1.0.1", now) == 0s);
    throttle.succeeded("asha", "10.1.0.1");
    CHECK(throttle.begin("asha", "10.1.0.2", now) == 0s);
    CHECK(throttle.begin("asha", "10.1.0.2", now) == 0s);
}

TEST_CASE("an address that guesses at many users is slowed down, an IPv6 one with its whole network", "[auth]") {
    http::login_throttle throttle;
    http::login_throttle::time const now{};
    for (std::uint32_t i = 0; i < http::login_throttle::free_failures_of_address; ++i) {
        CHECK(throttle.begin("u" + std::to_string(i), "10.0.0.1", now) == 0s);
        CHECK(throttle.begin("v" + std::to_string(i), "2001:db8:1:1::" + std::to_string(i), now) == 0s);
        CHECK(throttle.begin("w" + std::to_string(i), "127.0.0.1", now) == 0s);
    }
    CHECK(throttle.begin("fresh", "10.0.0.1", now) == 1s);
    CHECK(throttle.begin("fresh", "2001:db8:1:1:ffff::1", now) == 1s);
    CHECK(throttle.begin("fresh", "2001:db8:1:2::1", now) == 0s);
    CHECK(throttle.begin("fresh", "127.0.0.1", now) == 0s); // a proxy's: the user counts
}

TEST_CASE("attempts at the same time count before any of them has failed", "[auth]") {
    http::login_throttle throttle;
    http::login_throttle::time const now{};
    int made = 0;
    for (int i = 0; i < 100; ++i)
        made += throttle.begin("asha", "127.0.0.1", now) == 0s ? 1 : 0;
    CHECK(made == http::login_throttle::free_failures_of_user);
}

TEST_CASE("an attempt that nobody looked at counts for nothing", "[auth]") {
    http::login_throttle throttle;
    http::login_throttle::time const now{};
    for (int i = 0; i < 100; ++i) {
        CHECK(throttle.begin("asha", "10.0.0.1", now) == 0s);
        throttle.not_made("asha", "10.0.0.1");
    }
}

TEST_CASE("what the throttle remembers is bounded, and forgotten in time", "[auth]") {
    http::login_throttle throttle;
    http::login_throttle::time now{};
    for (std::size_t i = 0; i < http::login_throttle::most_entries + 100; ++i)
        (void)throttle.begin("user" + std::to_string(i), "127.0.0.1", now);
    CHECK(throttle.size() == http::login_throttle::most_entries);
    now += http::login_throttle::forgotten_after + 1s;
    (void)throttle.begin("asha", "127.0.0.1", now);
    CHECK(throttle.size() == 1);
}

TEST_CASE("a session that has ended is remembered until its last token is over", "[auth]") {
    http::ended_sessions ended;
    CHECK(ended.add("a", 100, 0));
    CHECK(ended.add("b", 200, 0));
    CHECK(ended.contains("a"));
    CHECK(ended.add("c", 300, 100));
    CHECK_FALSE(ended.contains("a"));
    CHECK(ended.contains("b"));
    CHECK(ended.size() == 2);
}

TEST_CASE("sessions that have ended are bounded", "[auth]") {
    http::ended_sessions ended;
    for (std::size_t i = 0; i < http::ended_sessions::most; ++i)
        REQUIRE(ended.add(std::to_string(i), 100, 0));
    CHECK_FALSE(ended.add("one more", 100, 0));
    CHECK(ended.add("later", 200, 100));
    CHECK(ended.size() == 1);
}

namespace {

std::shared_ptr<http::identity const> session(std::string name, http::unix_time expires) {
    http::identity who;
    who.user = "asha";
    who.session = std::move(name);
    who.expires = expires;
    return std::make_shared<http::identity const>(std::move(who));
}

} // namespace

TEST_CASE("a live connection is warned a minute before its token ends, and then ended", "[auth]") {
    http::live_tokens tokens;
    http::steady_time const start{};
    tokens.add(1, session("s", 1000 + 3600), start, 1000);
    REQUIRE(tokens.next());
    CHECK(*tokens.next() == start + 3540s);
    CHECK(tokens.due(start + 3539s).empty());
    auto steps = tokens.due(start + 3540s);
    REQUIRE(steps.size() == 1);
    CHECK(steps[0].connection == 1);
    CHECK(steps[0].what == http::token_news::expiring);
    CHECK(steps[0].left == 60s);
    CHECK(tokens.due(start + 3599s).empty());
    steps = tokens.due(start + 3600s);
    REQUIRE(steps.size() == 1);
    CHECK(steps[0].what == http::token_news::expired);
    CHECK(tokens.size() == 0);
    CHECK_FALSE(tokens.next());
}

TEST_CASE("a token that is nearly over is told of at once", "[auth]") {
    http::live_tokens tokens;
    http::steady_time const start{};
    tokens.add(1, session("s", 1010), start, 1000);
    auto const steps = tokens.due(start);
    REQUIRE(steps.size() == 1);
    CHECK(steps[0].what == http::token_news::expiring);
    CHECK(steps[0].left == 10s);
}

TEST_CASE("a renewed session lives on, and is warned again", "[auth]") {
    http::live_tokens tokens;
    http::steady_time const start{};
    tokens.add(1, session("s", 1100), start, 1000);
    tokens.add(2, session("t", 1100), start, 1000);
    CHECK(tokens.due(start + 40s).size() == 2);
    tokens.extend("s", 1200, start + 50s, 1050);
    auto const steps = tokens.due(start + 100s);
    REQUIRE(steps.size() == 1);
    CHECK(steps[0].connection == 2);
    CHECK(tokens.due(start + 140s).at(0).what == http::token_news::expiring);
    CHECK(tokens.due(start + 200s).at(0).what == http::token_news::expired);
}

TEST_CASE("connections whose token is good no more are named once", "[auth]") {
    http::live_tokens tokens;
    http::steady_time const start{};
    tokens.add(1, session("s", 1100), start, 1000);
    tokens.add(2, session("t", 1100), start, 1000);
    auto const ended = [](http::identity const& who) { return who.session != "s"; };
    auto const steps = tokens.revoke(ended);
    REQUIRE(steps.size() == 1);
    CHECK(steps[0].connection == 1);
    CHECK(steps[0].what == http::token_news::revoked);
    CHECK(tokens.revoke(ended).empty());
    tokens.remove(2);
    tokens.remove(2);
    CHECK(tokens.size() == 0);
}
