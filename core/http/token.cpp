#include "http/token.hpp"

#include "http/sodium.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace tickhub::http {

namespace {

namespace json = boost::json;
using signature = std::array<unsigned char, crypto_auth_hmacsha256_BYTES>;

constexpr int url_safe = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

std::string to_base64(void const* bytes, std::size_t size) {
    std::string text(sodium_base64_ENCODED_LEN(size, url_safe), '\0');
    ::sodium_bin2base64(text.data(), text.size(), static_cast<unsigned char const*>(bytes), size, url_safe);
    text.pop_back(); // libsodium ends it in a NUL
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    std::string bytes(text.size() / 4 * 3 + 3, '\0');
    std::size_t size = 0;
    if (::sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(),
                            nullptr, &size, nullptr, url_safe) != 0)
        return std::nullopt;
    bytes.resize(size);
    return bytes;
}

std::string head_of(token_key const& key) {
    std::string const head = R"({"alg":"HS256","kid":")" + key.id + R"(","typ":"JWT"})";
    return to_base64(head.data(), head.size());
}

signature sign(std::string_view text, token_key const& key) {
    static_assert(crypto_auth_hmacsha256_KEYBYTES == std::tuple_size_v<decltype(key.secret)>);
    signature result{};
    ::crypto_auth_hmacsha256(result.data(), reinterpret_cast<unsigned char const*>(text.data()), text.size(),
                             key.secret.data());
    return result;
}

bool is_signed(std::string_view text, std::string_view with, token_key const& key) {
    auto const given = from_base64(with);
    if (!given || given->size() != crypto_auth_hmacsha256_BYTES)
        return false;
    return ::crypto_auth_hmacsha256_verify(reinterpret_cast<unsigned char const*>(given->data()),
                                           reinterpret_cast<unsigned char const*>(text.data()), text.size(),
                                           key.secret.data()) == 0;
}

struct claims {
    std::string issuer;
    identity who;
    unix_time issued = 0;
};

// The hub has signed these; whatever is missing all the same makes the token none of its own.
std::optional<claims> read_claims(std::string_view text) {
    json::error_code error;
    json::value const parsed = json::parse({text.data(), text.size()}, error);
    if (error || !parsed.is_object())
        return std::nullopt;
    json::object const& all = parsed.get_object();
    bool complete = true;
    auto const text_at = [&](char const* name) -> std::string {
        json::value const* const value = all.if_contains(name);
        complete = complete && value != nullptr && value->is_string();
        return complete ? std::string{value->get_string()} : std::string{};
    };
    auto const number_at = [&](char const* name) -> std::int64_t {
        json::value const* const value = all.if_contains(name);
        complete = complete && value != nullptr && value->is_int64();
        return complete ? value->get_int64() : 0;
    };
    auto const texts_at = [&](char const* name) {
        std::vector<std::string> texts;
        json::value const* const value = all.if_contains(name);
        complete = complete && value != nullptr && value->is_array();
        if (complete) {
            for (json::value const& item : value->get_array()) {
                complete = complete && item.is_string();
                texts.emplace_back(complete ? std::string{item.get_string()} : std::string{});
            }
        }
        return texts;
    };
    claims result;
    result.issuer = text_at("iss");
    result.who.user = text_at("sub");
    for (std::string const& name : texts_at("roles")) {
        if (auto const role = role_from_name(name); role)
            result.who.roles.insert(*role);
    }
    result.who.accounts = texts_at("accounts");
    result.who.session = text_at("sid");
    result.who.generation = static_cast<std::uint64_t>(number_at("gen"));
    result.who.logged_in = number_at("auth_time");
    result.issued = number_at("iat");
    result.who.expires = number_at("exp");
    complete = complete && !text_at("jti").empty();
    return complete ? std::optional{std::move(result)} : std::nullopt;
}

} // namespace

std::string random_name() {
    need_sodium();
    std::array<unsigned char, 16> bytes{};
    ::randombytes_buf(bytes.data(), bytes.size());
    return to_base64(bytes.data(), bytes.size());
}

std::string sign_token(identity const& who, std::string_view id, unix_time now, token_rules const& rules,
                       token_key const& key) {
    json::array roles;
    for (auto const& [which, name] : role_names) {
        if (who.roles.contains(which))
            roles.emplace_back(json::string_view{name.data(), name.size()});
    }
    json::object const all{{"iss", rules.issuer},
                           {"sub", who.user},
                           {"roles", std::move(roles)},
                           {"accounts", json::array(who.accounts.begin(), who.accounts.end())},
                           {"iat", now},
                           {"exp", who.expires},
                           {"jti", json::string_view{id.data(), id.size()}},
                           {"sid", who.session},
                           {"auth_time", who.logged_in},
                           {"gen", static_cast<std::int64_t>(who.generation)}};
    std::string const body = json::serialize(all);
    std::string token = head_of(key) + "." + to_base64(body.data(), body.size());
    signature const mac = sign(token, key);
    return token + "." + to_base64(mac.data(), mac.size());
}

std::variant<identity, token_fault> read_token(std::string_view token, unix_time now, token_rules const& rules,
                                               std::span<token_key const> keys) {
    auto const first = token.find('.');
    auto const last = token.rfind('.');
    if (token.size() > longest_token || first == std::string_view::npos || first == last)
        return token_fault::malformed;
    std::string_view const head = token.substr(0, first);
    auto const key =
        std::find_if(keys.begin(), keys.end(), [&](token_key const& known) { return head_of(known) == head; });
    if (key == keys.end())
        return token_fault::unknown_key;
    if (!is_signed(token.substr(0, last), token.substr(last + 1), *key))
        return token_fault::forged;
    auto const body = from_base64(token.substr(first + 1, last - first - 1));
    auto read = body ? read_claims(*body) : std::nullopt;
    if (!read)
        return token_fault::malformed;
    if (read->issuer != rules.issuer)
        return token_fault::foreign;
    identity& who = read->who;
    if (who.expires <= now)
        return token_fault::expired;
    if (read->issued > now + rules.leeway)
        return token_fault::not_yet;
    // A lifetime that was shortened since, and a retired key that somebody still has, are both no way around.
    if (who.expires - read->issued > rules.longest_lifetime || (key->retired != 0 && read->issued > key->retired))
        return token_fault::forged;
    who.key = key->id;
    return std::move(who);
}

std::string_view text_of(token_fault fault) noexcept {
    switch (fault) {
    case token_fault::malformed:
        return "this is no token";
    case token_fault::unknown_key:
        return "the token was not made by this hub, or long ago: log in again";
    case token_fault::forged:
        return "the token is not valid";
    case token_fault::expired:
        return "the token has expired: log in again";
    case token_fault::not_yet:
        return "the token is of the future: is a clock wrong?";
    case token_fault::foreign:
        return "the token is another hub's";
    case token_fault::revoked:
        break;
    }
    return "the token was ended: log in again";
}

} // namespace tickhub::http
