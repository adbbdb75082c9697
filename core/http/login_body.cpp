#include "http/login_body.hpp"

#include "http/password.hpp"
#include "http/target.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace tickhub::http {

namespace {

namespace json = boost::json;

constexpr std::size_t longest_user = 64;

bool is_type(std::string_view content_type, std::string_view wanted) noexcept {
    content_type = content_type.substr(0, content_type.find(';'));
    while (content_type.ends_with(' '))
        content_type.remove_suffix(1);
    return std::equal(content_type.begin(), content_type.end(), wanted.begin(), wanted.end(), [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
    });
}

std::optional<credentials> read_json(std::string_view body) {
    json::error_code error;
    json::value const parsed = json::parse({body.data(), body.size()}, error);
    if (error || !parsed.is_object() || parsed.get_object().size() != 2)
        return std::nullopt;
    json::value const* const user = parsed.get_object().if_contains("user");
    json::value const* const password = parsed.get_object().if_contains("password");
    if (user == nullptr || password == nullptr || !user->is_string() || !password->is_string())
        return std::nullopt;
    return credentials{std::string{user->get_string()}, std::string{password->get_string()}};
}

// A form's body is written as a query is.
std::optional<credentials> read_form(std::string_view body) {
    if (std::count(body.begin(), body.end(), '&') != 1) // equal names would be joined
        return std::nullopt;
    std::string ignored;
    auto const read = parse_target("/?" + std::string{body}, ignored);
    if (!read || read->query.size() != 2)
        return std::nullopt;
    auto const& first = read->query[0];
    auto const& second = read->query[1];
    if (first.first == "user" && second.first == "password")
        return credentials{first.second, second.second};
    if (first.first == "password" && second.first == "user")
        return credentials{second.second, first.second};
    return std::nullopt;
}

} // namespace

bool is_form(std::string_view content_type) noexcept {
    return !is_type(content_type, "application/json");
}

std::optional<credentials> read_login(std::string_view content_type, std::string_view body, std::string& why) {
    why = "a login is {\"user\": …, \"password\": …} as application/json, or a form with these two";
    if (body.size() > longest_login)
        return std::nullopt;
    std::optional<credentials> read;
    if (is_type(content_type, "application/json"))
        read = read_json(body);
    else if (is_type(content_type, "application/x-www-form-urlencoded"))
        read = read_form(body);
    if (!read || read->user.empty() || read->user.size() > longest_user || read->password.empty() ||
        read->password.size() > longest_password)
        return std::nullopt;
    why.clear();
    return read;
}

} // namespace tickhub::http
