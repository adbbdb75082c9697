#include "http/request_data.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace tickhub::http {

namespace {

tickhub_text to_text(std::string const& text) noexcept {
    return {text.data(), text.size()};
}

std::string_view view_of(tickhub_text text) noexcept {
    return text.data == nullptr ? std::string_view{} : std::string_view{text.data, text.size};
}

char to_lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_in_any_case(std::string_view lower, std::string_view any) noexcept {
    return std::equal(lower.begin(), lower.end(), any.begin(), any.end(),
                      [](char a, char b) { return a == to_lower(b); });
}

tickhub_text find_query(void* context, tickhub_text name) noexcept {
    for (auto const& [key, value] : static_cast<request_data const*>(context)->query) {
        if (key == view_of(name))
            return to_text(value);
    }
    return {nullptr, 0};
}

tickhub_text query_name(void* context, std::uint64_t place) noexcept {
    auto const& query = static_cast<request_data const*>(context)->query;
    return place < query.size() ? to_text(query[place].first) : tickhub_text{nullptr, 0};
}

tickhub_text find_header(void* context, tickhub_text name) noexcept {
    for (auto const& [key, value] : static_cast<request_data const*>(context)->headers) {
        if (equal_in_any_case(key, view_of(name)))
            return to_text(value);
    }
    return {nullptr, 0};
}

std::uint32_t may_have(void* context, tickhub_text topic) noexcept {
    auto const& request = *static_cast<request_data const*>(context);
    role_set const roles = request.who ? request.who->roles : role_set{};
    return !request.access || request.access->may_have(request.path, view_of(topic), roles) ? 1 : 0;
}

} // namespace

void request_data::set_identity(std::shared_ptr<identity const> whose) {
    who = std::move(whose);
    accounts.clear();
    if (!who)
        return;
    for (std::string const& account : who->accounts)
        accounts.push_back(to_text(account));
}

tickhub_request request_data::view() const noexcept {
    tickhub_request shown{};
    shown.struct_size = sizeof(shown);
    shown.mount = mount;
    shown.id = id;
    shown.method = to_text(method);
    shown.path = to_text(path);
    shown.body = to_text(body);
    shown.remote = to_text(remote);
    shown.context = const_cast<request_data*>(this); // given back to the functions above, which only read
    shown.query = find_query;
    shown.header = find_header;
    shown.query_name = query_name;
    shown.wants_websocket = wants_websocket ? 1 : 0;
    shown.may_have = may_have;
    if (who) {
        shown.user = to_text(who->user);
        shown.roles = who->roles.bits();
        shown.accounts = accounts.data();
        shown.account_count = static_cast<std::uint32_t>(accounts.size());
    }
    return shown;
}

} // namespace tickhub::http
