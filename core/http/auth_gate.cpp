#include "http/auth_gate.hpp"

#include "http/origin.hpp"
#include "http/site.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <utility>

namespace tickhub::http {

namespace {

namespace json = boost::json;

enum class carried_by : std::uint8_t { nothing, bearer, cookie };

struct shown_token {
    carried_by how = carried_by::nothing;
    std::string_view text;
};

bool is_loopback(std::string_view address) noexcept {
    return address.starts_with("127.") || address == "::1";
}

bool is_safe(std::string_view method) noexcept {
    return method == "GET" || method == "HEAD";
}

bool is_upgrade(received_request const& request) noexcept {
    return !request.header("upgrade").empty();
}

shown_token token_of(received_request const& request, scheme over) {
    static constexpr std::string_view bearer = "bearer ";
    std::string_view const authorization = request.header("authorization");
    bool const is_bearer = authorization.size() > bearer.size() &&
                           std::equal(bearer.begin(), bearer.end(), authorization.begin(), [](char a, char b) {
                               return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
                           });
    if (is_bearer)
        return {carried_by::bearer, authorization.substr(bearer.size())};
    std::string_view const cookie = token_in_cookie(request.header("cookie"), over);
    return {cookie.empty() ? carried_by::nothing : carried_by::cookie, cookie};
}

response not_logged_in(std::string_view text, shown_token const& shown, scheme over) {
    response result = text_response(401, text);
    result.headers.emplace_back(shown.how == carried_by::nothing
                                    ? "WWW-Authenticate: Bearer realm=\"tickhub\""
                                    : "WWW-Authenticate: Bearer realm=\"tickhub\", error=\"invalid_token\"");
    if (shown.how == carried_by::cookie)
        result.headers.push_back(set_cookie({}, 0, over));
    return result;
}

response with_token(issued_token const& token, scheme over) {
    json::array roles;
    for (auto const& [which, name] : role_names) {
        if (token.who.roles.contains(which))
            roles.emplace_back(json::string_view{name.data(), name.size()});
    }
    unix_time const left = token.who.expires - token.now;
    json::object const body{
        {"token", token.text},       {"token_type", "Bearer"},
        {"expires_in", left},        {"user", token.who.user},
        {"roles", std::move(roles)}, {"accounts", json::array(token.who.accounts.begin(), token.who.accounts.end())}};
    response result = text_response(200, json::serialize(body));
    result.content_type = "application/json";
    result.headers.push_back(set_cookie(token.text, left, over));
    return result;
}

response from_elsewhere() {
    return text_response(403, "this page's origin may not use this server: name it in the listener's allowed_origins");
}

response only_by_post(std::string_view path) {
    response result = text_response(405, std::string{path} + " takes POST");
    result.headers.emplace_back("Allow: POST");
    return result;
}

// What a page of another site can make a browser send, cookies and all, without asking first.
std::optional<response> check_origin(received_request const& request, std::string_view path, carried_by how,
                                     came_from where) {
    bool const acts = !is_safe(request.method) || is_upgrade(request);
    if (where == came_from::elsewhere && (how == carried_by::cookie || is_upgrade(request) || is_auth_path(path)))
        return from_elsewhere();
    // Every browser sends an Origin with these.
    if (where == came_from::program && how == carried_by::cookie && acts)
        return text_response(403, "a request that acts with a cookie must say its Origin; programs use a bearer token");
    return std::nullopt;
}

class judgement {
public:
    judgement(authority* auth, place const& at, received_request const& request, std::string_view path,
              visitor const& from)
        : auth_{auth}
        , at_{at}
        , request_{request}
        , path_{path}
        , from_{from}
        , where_{origin_of(request, from.scheme, at.options.allowed_origins)}
        , shown_{auth == nullptr ? shown_token{} : token_of(request, from.scheme)} {}

    admission come_to_it() {
        result_.lines = cors_lines(request_, where_, at_.options.allowed_origins);
        if (is_preflight(request_))
            return answer_preflight();
        if (auto refused = check_origin(request_, path_, shown_.how, where_); refused)
            return answer(std::move(*refused));
        if (is_auth_path(path_) && auth_ == nullptr)
            return answer(text_response(404, "nobody can log in here: the configuration has no users"));
        if (is_auth_path(path_) && request_.method != "POST")
            return answer(only_by_post(path_));
        if (path_ == "/login")
            return begin_login();
        if (auto refused = read_shown(); refused)
            return answer(std::move(*refused));
        if (path_ == "/logout")
            return log_out();
        if (path_ == "/renew")
            return renew();
        return check_roles();
    }

private:
    admission answer(response what) {
        result_.answer = std::move(what);
        return std::move(result_);
    }

    admission answer_preflight() {
        if (where_ != came_from::allowed && where_ != came_from::own_page)
            return answer(from_elsewhere());
        response allowed;
        allowed.status = 204;
        allowed.headers = preflight_lines();
        return answer(std::move(allowed));
    }

    admission begin_login() {
        if (from_.scheme == scheme::http && !(is_loopback(from_.address) && is_loopback(at_.options.address)))
            return answer(text_response(403, "a password can't be sent here: the connection is not encrypted. Give the "
                                             "listener a certificate (tls), or log in from this machine to a listener "
                                             "on 127.0.0.1"));
        if (where_ == came_from::program && is_form(request_.header("content-type")))
            return answer(text_response(403, "a form must say its Origin, as browsers do; programs log in with JSON"));
        std::string why;
        auto read = read_login(request_.header("content-type"), request_.body, why);
        if (!read)
            return answer(text_response(400, why));
        result_.login = std::move(read);
        return std::move(result_);
    }

    // A cookie that is of no use any more is as good as none, where none is needed.
    std::optional<response> read_shown() {
        if (shown_.how == carried_by::nothing)
            return std::nullopt;
        auto read = auth_->read(shown_.text);
        if (auto* const who = std::get_if<identity>(&read); who != nullptr) {
            result_.who = std::make_shared<identity const>(std::move(*who));
            return std::nullopt;
        }
        bool const needed = is_auth_path(path_) || !at_.access.needed(path_).empty();
        if (shown_.how == carried_by::cookie && !needed)
            return std::nullopt;
        return not_logged_in(text_of(std::get<token_fault>(read)), shown_, from_.scheme);
    }

    admission log_out() {
        if (!result_.who)
            return answer(not_logged_in("nobody is logged in", shown_, from_.scheme));
        if (!auth_->log_out(*result_.who)) {
            response busy = text_response(503, "too many log out at this time: try again");
            busy.headers.emplace_back("Retry-After: 60");
            return answer(std::move(busy));
        }
        response bye = text_response(200, "logged out");
        bye.headers.push_back(set_cookie({}, 0, from_.scheme));
        return answer(std::move(bye));
    }

    admission renew() {
        if (!result_.who)
            return answer(not_logged_in("nobody is logged in", shown_, from_.scheme));
        auto const token = auth_->renew(*result_.who);
        if (!token)
            return answer(not_logged_in("the session is as old as it may become: log in again", shown_, from_.scheme));
        return answer(with_token(*token, from_.scheme));
    }

    admission check_roles() {
        role_set const needed = at_.access.needed(path_);
        if (needed.empty() || (result_.who && result_.who->roles.shares_one_with(needed)))
            return std::move(result_);
        if (!result_.who)
            return answer(not_logged_in("log in first", shown_, from_.scheme));
        return answer(text_response(403, "your roles don't include what " + std::string{path_} + " needs"));
    }

    authority* auth_;
    place const& at_;
    received_request const& request_;
    std::string_view path_;
    visitor const& from_;
    came_from where_;
    shown_token shown_;
    admission result_;
};

} // namespace

bool is_auth_path(std::string_view path) noexcept {
    return path == "/login" || path == "/logout" || path == "/renew";
}

admission admit(authority* auth, place const& at, received_request const& request, std::string_view path,
                visitor const& from) {
    return judgement{auth, at, request, path, from}.come_to_it();
}

response answer_login(login_outcome const& outcome, scheme over) {
    switch (outcome.result) {
    case login_result::good:
        return with_token(*outcome.token, over);
    case login_result::wrong: {
        response wrong = text_response(401, "wrong user or password");
        wrong.headers.emplace_back("WWW-Authenticate: Bearer realm=\"tickhub\"");
        return wrong;
    }
    case login_result::too_soon: {
        response wait = text_response(429, "too many failed logins: wait " + std::to_string(outcome.wait.count()) +
                                               " s before the next");
        wait.headers.push_back("Retry-After: " + std::to_string(outcome.wait.count()));
        return wait;
    }
    case login_result::busy:
        break;
    }
    response busy = text_response(503, "many log in at this time: try again in a moment");
    busy.headers.emplace_back("Retry-After: 3");
    return busy;
}

} // namespace tickhub::http
