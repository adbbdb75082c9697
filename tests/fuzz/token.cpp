// What a client may show as its token. The bytes go into the reader as they are, and, signed with a key of the hub,
// as the claims of a token: so the reader of claims is reached too. Whatever comes: a token is taken only when the
// hub's own head and signature are on it, within its time.
#include "http/token.hpp"

#include <sodium.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

namespace {

using namespace tickhub::http;

void must(bool holds) {
    if (!holds)
        std::abort();
}

std::string base64(std::string_view bytes) {
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.pop_back();
    return text;
}

std::string signed_claims(std::string_view claims, token_key const& key) {
    std::string const text = base64(R"({"alg":"HS256","kid":"00000000000000aa","typ":"JWT"})") + "." + base64(claims);
    std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256(reinterpret_cast<unsigned char*>(mac.data()),
                           reinterpret_cast<unsigned char const*>(text.data()), text.size(), key.secret.data());
    return text + "." + base64(mac);
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static token_rules const rules{"demo", 3600, 5};
    static std::array<token_key, 1> const keys = [] {
        token_key key;
        key.id = "00000000000000aa";
        key.secret.fill(1);
        return std::array{key};
    }();
    constexpr unix_time now = 1000;
    std::string_view const bytes{reinterpret_cast<char const*>(data), size};

    must(std::holds_alternative<token_fault>(read_token(bytes, now, rules, keys)) || bytes.size() <= longest_token);

    auto const read = read_token(signed_claims(bytes, keys[0]), now, rules, keys);
    if (auto const* const fault = std::get_if<token_fault>(&read); fault != nullptr) {
        must(*fault != token_fault::unknown_key && !text_of(*fault).empty());
        return 0;
    }
    auto const& who = std::get<identity>(read);
    must(who.expires > now && who.expires <= now + rules.leeway + rules.longest_lifetime);
    // What was read is what would be written.
    auto const again = read_token(sign_token(who, "id", now, {rules.issuer, 10'000, 5}, keys[0]), now,
                                  {rules.issuer, 10'000, 5}, keys);
    if (auto const* const same = std::get_if<identity>(&again); same != nullptr)
        must(same->user == who.user && same->roles == who.roles && same->accounts == who.accounts);
    return 0;
}
