// Who may come in: logins, renewals, logouts and revocations, with a clock and a password check of the test's own.
#include "http/authority.hpp"
#include "http/password.hpp"
#include "test_client.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <future>
#include <string>
#include <thread>

namespace http = tickhub::http;
using namespace std::chrono_literals;
using tickhub::role;
using tickhub::role_set;

namespace {

http::token_key key_of(std::string id, unsigned char fill, http::unix_time retired = 0) {
    http::token_key key;
    key.id = std::move(id);
    key.secret.fill(fill);
    key.retired = retired;
    return key;
}

// The password is "secret of " and the hash.
bool cheap_check(std::string const& hash, std::string_view password) {
    return password == "secret of " + hash;
}

struct fixture {
    http::unix_time now = 10'000;
    std::atomic<int> checks{0};
    std::string last_hash;
    http::authority who_may{{"demo", 1h, 4h},
                            [this] { return now; },
                            [this](std::string const& hash, std::string_view password) {
                                last_hash = hash;
                                ++checks;
                                return cheap_check(hash, password);
                            }};
    std::vector<http::user_record> users{{"asha", "hash_a", {role::viewer, role::trader}, {"A1"}, 1},
                                         {"bob", "hash_b", {role::viewer}, {}, 1}};
    std::vector<http::token_key> keys{key_of("aaaaaaaaaaaaaaaa", 1)};

    fixture() { set(); }
    void set() { who_may.set_users(users, keys); }

    http::login_outcome log_in(std::string user, std::string password, http::login_throttle::time at = {}) {
        std::promise<http::login_outcome> done;
        auto result = done.get_future();
        who_may.log_in({std::move(user), std::move(password)}, "127.0.0.1", at,
                       [&](http::login_outcome outcome) { done.set_value(std::move(outcome)); });
        REQUIRE(result.wait_for(tests::patience) == std::future_status::ready);
        return result.get();
    }
    http::issued_token token_of_asha() {
        auto outcome = log_in("asha", "secret of hash_a");
        REQUIRE(outcome.token);
        return *outcome.token;
    }
    bool takes(std::string const& token) { return std::holds_alternative<http::identity>(who_may.read(token)); }
};

} // namespace

TEST_CASE("the right password gives a token that says who it is", "[auth]") {
    fixture f;
    auto const token = f.token_of_asha();
    auto const read = f.who_may.read(token.text);
    REQUIRE(std::holds_alternative<http::identity>(read));
    auto const& who = std::get<http::identity>(read);
    CHECK(who.user == "asha");
    CHECK(who.roles == role_set{role::viewer, role::trader});
    CHECK(who.accounts == std::vector<std::string>{"A1"});
    CHECK(who.expires == 13'600);
}

TEST_CASE("a failed login is the same work for a user there is, a user there isn't and a removed one", "[auth]") {
    fixture f;
    CHECK(f.log_in("asha", "wrong").result == http::login_result::wrong);
    CHECK(f.checks == 1);
    CHECK(f.last_hash == "hash_a");
    CHECK(f.log_in("nobody", "wrong").result == http::login_result::wrong);
    CHECK(f.checks == 2);
    // The hash that a stranger's password is held against is made like every other: the same cost.
    auto const cost = [](std::string const& hash) { return hash.substr(0, hash.find('$', hash.find("m="))); };
    CHECK(cost(f.last_hash) == cost(http::hash_password("some password")));
    auto const nobodys = f.last_hash;
    f.users.erase(f.users.begin());
    f.set();
    CHECK(f.log_in("asha", "secret of hash_a").result == http::login_result::wrong);
    CHECK(f.checks == 3);
    CHECK(f.last_hash == nobodys);
}

TEST_CASE("nobody logs in as a user there isn't, whatever the password", "[auth]") {
    fixture f;
    CHECK(f.log_in("nobody", "wrong").result == http::login_result::wrong);
    CHECK(f.log_in("nobody", "secret of " + f.last_hash).result == http::login_result::wrong);
}

TEST_CASE("a throttled login costs no check, and tells how long to wait", "[auth]") {
    fixture f;
    http::login_throttle::time at{};
    for (std::uint32_t i = 0; i < http::login_throttle::free_failures_of_user; ++i)
        CHECK(f.log_in("asha", "wrong", at).result == http::login_result::wrong);
    int const checks = f.checks;
    auto const refused = f.log_in("asha", "secret of hash_a", at);
    CHECK(refused.result == http::login_result::too_soon);
    CHECK(refused.wait == 1s);
    CHECK_FALSE(refused.token);
    CHECK(f.checks == checks);
    CHECK(f.log_in("asha", "secret of hash_a", at + 1s).result == http::login_result::good);
    CHECK(f.log_in("asha", "wrong", at + 1s).result == http::login_result::wrong);
    CHECK(f.who_may.logins() == std::array<std::uint64_t, 4>{1, 6, 1, 0});
}

TEST_CASE("strangers are throttled like users, so that waiting tells nothing either", "[auth]") {
    fixture f;
    for (std::uint32_t i = 0; i < http::login_throttle::free_failures_of_user; ++i)
        CHECK(f.log_in("nobody", "wrong").result == http::login_result::wrong);
    CHECK(f.log_in("nobody", "wrong").result == http::login_result::too_soon);
}

TEST_CASE("over the bound of waiting logins the next is told to come back, and counts for nothing", "[auth]") {
    std::promise<void> go_on;
    auto const gate = go_on.get_future().share();
    std::atomic<bool> begun{false};
    http::authority who_may{{}, {}, [&](std::string const&, std::string_view) {
                                begun = true;
                                gate.wait();
                                return false;
                            }};
    std::atomic<int> wrong{0};
    std::atomic<int> busy{0};
    auto const log_in = [&](int i) {
        who_may.log_in({"user" + std::to_string(i), "x"}, "127.0.0.1", {}, [&](http::login_outcome const& outcome) {
            ++(outcome.result == http::login_result::busy ? busy : wrong);
        });
    };
    log_in(0);
    while (!begun)
        std::this_thread::yield();
    for (int i = 1; i <= static_cast<int>(http::password_worker::most_waiting) + 3; ++i)
        log_in(i);
    CHECK(busy == 3);
    go_on.set_value();
    while (wrong != static_cast<int>(http::password_worker::most_waiting) + 1)
        std::this_thread::yield();
    who_may.stop();
    log_in(99);
    CHECK(busy == 4);
}

TEST_CASE("a token is dead after its logout, and so are all that it was renewed from or to", "[auth]") {
    fixture f;
    auto const first = f.token_of_asha();
    f.now += 100;
    auto const renewed = f.who_may.renew(first.who);
    REQUIRE(renewed);
    CHECK(renewed->text != first.text);
    auto const other = f.token_of_asha();
    int told = 0;
    f.who_may.tokens_ended = [&] { ++told; };
    CHECK(f.who_may.log_out(renewed->who));
    CHECK(told == 1);
    CHECK_FALSE(f.takes(first.text));
    CHECK_FALSE(f.takes(renewed->text));
    CHECK_FALSE(f.who_may.still_good(first.who));
    CHECK(f.takes(other.text)); // another session of the same user
    f.now += 3500;
    CHECK_FALSE(f.takes(renewed->text));
}

TEST_CASE("a session is renewed until it is as old as it may become", "[auth]") {
    fixture f;
    auto token = f.token_of_asha();
    std::string told;
    f.who_may.session_renewed = [&](std::string const& session, http::unix_time expires) {
        told = session + " " + std::to_string(expires);
    };
    for (int i = 0; i < 7; ++i) {
        f.now += 1800;
        auto const next = f.who_may.renew(token.who);
        REQUIRE(next);
        CHECK(next->who.session == token.who.session);
        CHECK(next->who.expires == std::min<http::unix_time>(f.now + 3600, 10'000 + 4 * 3600));
        CHECK(told == token.who.session + " " + std::to_string(next->who.expires));
        token = *next;
    }
    f.now = 10'000 + 4 * 3600;
    CHECK_FALSE(f.who_may.renew(token.who));
}

TEST_CASE("raising a user's generation ends the tokens of before, and those of nobody else", "[auth]") {
    fixture f;
    auto const asha = f.token_of_asha();
    auto const bob = f.log_in("bob", "secret of hash_b").token->text;
    f.users[0].generation = 2;
    f.set();
    CHECK_FALSE(f.takes(asha.text));
    CHECK(std::get<http::token_fault>(f.who_may.read(asha.text)) == http::token_fault::revoked);
    CHECK_FALSE(f.who_may.still_good(asha.who));
    CHECK(f.takes(bob));
    CHECK(f.takes(f.token_of_asha().text));
}

TEST_CASE("a user who is removed is out, and one who is added again is another", "[auth]") {
    fixture f;
    auto const asha = f.token_of_asha();
    auto const removed = f.users.front();
    f.users.erase(f.users.begin());
    f.set();
    CHECK_FALSE(f.takes(asha.text));
    f.users.push_back(removed);
    f.users.back().generation = 5;
    f.set();
    CHECK_FALSE(f.takes(asha.text));
}

TEST_CASE("a token gives the roles that its user has now", "[auth]") {
    fixture f;
    auto const asha = f.token_of_asha();
    f.users[0].roles = {role::viewer};
    f.users[0].accounts = {"A2"};
    f.set();
    auto const who = std::get<http::identity>(f.who_may.read(asha.text));
    CHECK(who.roles == role_set{role::viewer});
    CHECK(who.accounts == std::vector<std::string>{"A2"});
}

TEST_CASE("a new key signs from now on, and the old one's tokens run out", "[auth]") {
    fixture f;
    auto const before = f.token_of_asha();
    f.now += 10;
    f.keys = {key_of("bbbbbbbbbbbbbbbb", 2), key_of("aaaaaaaaaaaaaaaa", 1, f.now)};
    f.set();
    CHECK(f.takes(before.text));
    f.now += 10;
    auto const after = f.token_of_asha();
    CHECK(after.who.key == "bbbbbbbbbbbbbbbb");
    CHECK(f.who_may.renew(before.who)->who.key == "bbbbbbbbbbbbbbbb");
    f.keys.pop_back(); // rotate-key --end-sessions
    f.set();
    CHECK_FALSE(f.takes(before.text));
    CHECK_FALSE(f.who_may.still_good(before.who));
    CHECK(f.takes(after.text));
}

TEST_CASE("a password that was changed while it was checked gives no token", "[auth]") {
    std::vector<http::token_key> const keys{key_of("aaaaaaaaaaaaaaaa", 1)};
    http::authority* changed = nullptr;
    http::authority who_may{{}, {}, [&](std::string const&, std::string_view) {
                                changed->set_users({{"asha", "another hash", {role::viewer}, {}, 2}}, keys);
                                return true;
                            }};
    changed = &who_may;
    who_may.set_users({{"asha", "hash_a", {role::viewer}, {}, 1}}, keys);
    std::promise<http::login_result> done;
    who_may.log_in({"asha", "x"}, "127.0.0.1", {}, [&](http::login_outcome const& o) { done.set_value(o.result); });
    CHECK(done.get_future().get() == http::login_result::wrong);
}

TEST_CASE("without a key nobody can log in", "[auth]") {
    fixture f;
    f.keys.clear();
    f.set();
    CHECK(f.log_in("asha", "secret of hash_a").result == http::login_result::wrong);
}
