// What a client may send to log in, to be found out by its first byte: JSON, a form, or something else; and what it may
// send as cookies. Whatever comes: bounds hold, and a refusal tells nothing of the body.
#include "http/cookie.hpp"
#include "http/login_body.hpp"
#include "http/password.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace tickhub::http;

void must(bool holds) {
    if (!holds)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0)
        return 0;
    std::string_view const body{reinterpret_cast<char const*>(data) + 1, size - 1};
    std::string_view const type = data[0] == 'j'   ? "application/json"
                                  : data[0] == 'f' ? "application/x-www-form-urlencoded"
                                                   : body;
    std::string why;
    static std::string const refusal = [] {
        std::string text;
        (void)read_login("", "", text);
        return text;
    }();
    auto const read = read_login(type, body, why);
    must(read ? why.empty() : why == refusal);
    if (read) {
        must(body.size() <= longest_login);
        must(!read->user.empty() && read->user.size() <= 64);
        must(!read->password.empty() && read->password.size() <= longest_password);
    }
    for (auto const over : {scheme::http, scheme::https}) {
        auto const token = token_in_cookie(body, over);
        must(token.empty() || body.find(cookie_name(over)) != std::string_view::npos);
        must(token.find_first_of(";,") == std::string_view::npos);
    }
    return 0;
}
