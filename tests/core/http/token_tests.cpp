// Tokens, and every way to talk a reader of tokens into something.
#include "http/sodium.hpp"
#include "http/token.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace http = tickhub::http;
using http::token_fault;
using tickhub::role;

namespace {

http::token_key key_of(std::string id, unsigned char fill, http::unix_time retired = 0) {
    http::token_key key;
    key.id = std::move(id);
    key.secret.fill(fill);
    key.retired = retired;
    return key;
}

http::token_rules const rules{"demo", 3600, 5};
std::vector<http::token_key> const keys{key_of("00000000000000aa", 1), key_of("00000000000000bb", 2, 900)};

http::identity asha(http::unix_time expires = 4600) {
    http::identity who;
    who.user = "asha";
    who.roles = {role::viewer, role::trader};
    who.accounts = {"A1", "A2"};
    who.session = "the-session";
    who.generation = 7;
    who.logged_in = 1000;
    who.expires = expires;
    return who;
}

std::string base64(std::string_view text) {
    std::string out(sodium_base64_ENCODED_LEN(text.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<unsigned char const*>(text.data()), text.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    out.pop_back();
    return out;
}

// Signed with the first key, whatever the head says.
std::string signed_by_hand(std::string_view head, std::string_view body) {
    std::string const text = base64(head) + "." + base64(body);
    std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256(reinterpret_cast<unsigned char*>(mac.data()),
                           reinterpret_cast<unsigned char const*>(text.data()), text.size(), keys[0].secret.data());
    return text + "." + base64(mac);
}

std::string const good_head = R"({"alg":"HS256","kid":"00000000000000aa","typ":"JWT"})";
std::string const good_body = R"({"iss":"demo","sub":"asha","roles":["viewer"],"accounts":[],"iat":1000,"exp":4600,)"
                              R"("jti":"j","sid":"s","auth_time":1000,"gen":7})";

// The fault, or nothing when the token is good.
std::optional<token_fault> fault_of(std::string_view token, http::unix_time now = 1000) {
    auto const read = http::read_token(token, now, rules, keys);
    auto const* const fault = std::get_if<token_fault>(&read);
    return fault == nullptr ? std::nullopt : std::optional{*fault};
}

} // namespace

TEST_CASE("what is signed is what is read", "[auth]") {
    auto const token = http::sign_token(asha(), "the-id", 1000, rules, keys[0]);
    auto const read = http::read_token(token, 1000, rules, keys);
    REQUIRE(std::holds_alternative<http::identity>(read));
    auto const& who = std::get<http::identity>(read);
    CHECK(who.user == "asha");
    CHECK(who.roles == asha().roles);
    CHECK(who.accounts == asha().accounts);
    CHECK(who.session == "the-session");
    CHECK(who.generation == 7);
    CHECK(who.logged_in == 1000);
    CHECK(who.expires == 4600);
    CHECK(who.key == "00000000000000aa");
}

TEST_CASE("a token is what other programs know as a JWT with HS256", "[auth]") {
    // Made by PyJWT 2.6.0 with the key 0x01 * 32 and these claims.
    std::string const elsewhere =
        "eyJhbGciOiJIUzI1NiIsImtpZCI6IjAwMDAwMDAwMDAwMDAwYWEiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJkZW1vIiwic3ViIjoiY"
        "XNoYSIsInJvbGVzIjpbInZpZXdlciJdLCJhY2NvdW50cyI6W10sImlhdCI6MTAwMCwiZXhwIjo0NjAwLCJqdGkiOiJqIiwic2lkI"
        "joicyIsImF1dGhfdGltZSI6MTAwMCwiZ2VuIjo3fQ.AXeXWKaw8AyBpIdq603Cb_uiwcvGalUj7gO-yIN12IE";
    CHECK(elsewhere == signed_by_hand(good_head, good_body));
    CHECK_FALSE(fault_of(elsewhere));
}

TEST_CASE("a token expires to the second, and is not good before it was made", "[auth]") {
    auto const token = http::sign_token(asha(), "id", 1000, rules, keys[0]);
    CHECK_FALSE(fault_of(token, 4599));
    CHECK(fault_of(token, 4600) == token_fault::expired);
    CHECK(fault_of(token, 1'000'000'000) == token_fault::expired);
    CHECK_FALSE(fault_of(token, 995));
    CHECK(fault_of(token, 994) == token_fault::not_yet);
}

TEST_CASE("a token's algorithm can't be chosen: none, others and no JWT at all are refused", "[auth]") {
    REQUIRE_FALSE(fault_of(signed_by_hand(good_head, good_body)));
    for (std::string const head : {
             R"({"alg":"none","kid":"00000000000000aa","typ":"JWT"})",
             R"({"alg":"None","kid":"00000000000000aa","typ":"JWT"})",
             R"({"alg":"HS384","kid":"00000000000000aa","typ":"JWT"})",
             R"({"alg":"HS512","kid":"00000000000000aa","typ":"JWT"})",
             R"({"alg":"RS256","kid":"00000000000000aa","typ":"JWT"})",
             R"({"alg":"ES256","kid":"00000000000000aa","typ":"JWT"})",
             R"({"alg":["HS256"],"kid":"00000000000000aa","typ":"JWT"})",
             R"({"alg":"HS256","alg":"none","kid":"00000000000000aa","typ":"JWT"})",
             R"({"kid":"00000000000000aa","typ":"JWT"})",
             R"({"alg":"HS256","kid":"00000000000000aa","typ":"JWT","jwk":{"kty":"oct","k":"AQEB"}})",
             R"({"alg":"HS256","kid":"00000000000000aa","typ":"JWT","crit":["b64"],"b64":false})",
             R"({"alg": "HS256","kid":"00000000000000aa","typ":"JWT"})",
             "{}",
             "",
         }) {
        INFO(head);
        CHECK(fault_of(signed_by_hand(head, good_body)) == token_fault::unknown_key);
    }
    // Without a signature, in all the ways it has been left out.
    auto const none = base64(R"({"alg":"none","kid":"00000000000000aa","typ":"JWT"})") + "." + base64(good_body);
    CHECK(fault_of(none + ".") == token_fault::unknown_key);
    CHECK(fault_of(none) == token_fault::malformed);
    auto const unsigned_ = base64(good_head) + "." + base64(good_body);
    CHECK(fault_of(unsigned_ + ".") == token_fault::forged);
    CHECK(fault_of(unsigned_) == token_fault::malformed);
}

TEST_CASE("a kid is a name of a key and nothing else", "[auth]") {
    for (std::string const kid : {"", "00000000000000AA", "00000000000000aa ", "../../dev/null", "/dev/null",
                                  "' UNION SELECT 1 --", "00000000000000aa\\u0000", "1", "00000000000000cc"}) {
        INFO(kid);
        CHECK(fault_of(signed_by_hand(R"({"alg":"HS256","kid":")" + kid + R"(","typ":"JWT"})", good_body)) ==
              token_fault::unknown_key);
    }
    // Signed with one key, and naming another.
    CHECK(fault_of(signed_by_hand(R"({"alg":"HS256","kid":"00000000000000bb","typ":"JWT"})", good_body)) ==
          token_fault::forged);
    CHECK(std::get<token_fault>(http::read_token(signed_by_hand(good_head, good_body), 1000, rules, {})) ==
          token_fault::unknown_key);
}

TEST_CASE("a token with any character changed, left out or added is refused", "[auth]") {
    auto const token = http::sign_token(asha(), "id", 1000, rules, keys[0]);
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        CHECK(fault_of(changed));
        CHECK(fault_of(token.substr(0, i)));
        changed = token;
        changed.insert(i, 1, '.');
        CHECK(fault_of(changed));
        changed = token;
        changed.insert(i, 1, '=');
        CHECK(fault_of(changed));
    }
    CHECK(fault_of(token + "A"));
    CHECK(fault_of(token + "="));
    CHECK(fault_of(" " + token));
    CHECK(fault_of(token + "\n"));
}

TEST_CASE("a token that is too long is not looked at", "[auth]") {
    std::string body = good_body;
    body.insert(body.size() - 1, ",\"x\":\"" + std::string(5000, 'x') + "\"");
    CHECK(fault_of(signed_by_hand(good_head, body)) == token_fault::malformed);
    CHECK(fault_of(std::string(1'000'000, '.')) == token_fault::malformed);
    CHECK(fault_of("") == token_fault::malformed);
    CHECK(fault_of("..") == token_fault::unknown_key);
}

TEST_CASE("claims that are missing or of another kind make a token none of ours", "[auth]") {
    auto const with = [](std::string_view from, std::string_view to) {
        std::string body = good_body;
        body.replace(body.find(from), from.size(), to);
        return fault_of(signed_by_hand(good_head, body));
    };
    CHECK(with("\"exp\":4600,", "") == token_fault::malformed);
    CHECK(with("4600", "\"4600\"") == token_fault::malformed);
    CHECK(with("4600", "4600.5") == token_fault::malformed);
    CHECK(with("4600", "18446744073709551615") == token_fault::malformed);
    CHECK(with("\"asha\"", "null") == token_fault::malformed);
    CHECK(with("[\"viewer\"]", "\"viewer\"") == token_fault::malformed);
    CHECK(with("[\"viewer\"]", "[1]") == token_fault::malformed);
    CHECK(with("\"sid\":\"s\",", "") == token_fault::malformed);
    CHECK(with("\"jti\":\"j\"", "\"jti\":\"\"") == token_fault::malformed);
    CHECK(with("\"demo\"", "\"other\"") == token_fault::foreign);
    CHECK(with("}", "}x") == token_fault::malformed);
    CHECK(fault_of(signed_by_hand(good_head, std::string(1000, '['))) == token_fault::malformed);
    CHECK(fault_of(signed_by_hand(good_head, "")) == token_fault::malformed);
}

TEST_CASE("a token that lives longer than tokens may is refused, whoever signed it", "[auth]") {
    CHECK_FALSE(fault_of(http::sign_token(asha(4600), "id", 1000, rules, keys[0])));
    CHECK(fault_of(http::sign_token(asha(4601), "id", 1000, rules, keys[0])) == token_fault::forged);
}

TEST_CASE("a retired key is good for the tokens that it had signed by then, and for no new ones", "[auth]") {
    CHECK_FALSE(fault_of(http::sign_token(asha(4400), "id", 900, rules, keys[1]), 1000));
    CHECK(fault_of(http::sign_token(asha(4400), "id", 901, rules, keys[1]), 1000) == token_fault::forged);
}

TEST_CASE("names of sessions and tokens are random, and mean nothing in a cookie", "[auth]") {
    auto const name = http::random_name();
    CHECK(name.size() == 22);
    CHECK(name != http::random_name());
    CHECK(std::all_of(name.begin(), name.end(),
                      [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_'; }));
}
