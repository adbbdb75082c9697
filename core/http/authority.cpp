#include "http/authority.hpp"

#include "http/password.hpp"

#include <algorithm>
#include <utility>

namespace tickhub::http {

namespace {

unix_time system_now() {
    auto const since = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(since).count();
}

} // namespace

authority::authority(auth_options options, wall_clock now, password_check check)
    : options_{std::move(options)}
    , rules_{options_.issuer, options_.token_lifetime.count()}
    , now_{now ? std::move(now) : system_now}
    , nobodys_hash_{hash_password(random_name())}
    , state_{std::make_shared<state const>()}
    , worker_{check ? std::move(check) : verify_password} {}

user_record const* authority::state::find(std::string_view user) const noexcept {
    auto const place = std::lower_bound(users.begin(), users.end(), user,
                                        [](user_record const& a, std::string_view b) { return a.name < b; });
    return place != users.end() && place->name == user ? &*place : nullptr;
}

std::shared_ptr<authority::state const> authority::current() const {
    std::lock_guard const lock{mutex_};
    return state_;
}

void authority::set_users(std::vector<user_record> users, std::vector<token_key> keys) {
    std::sort(users.begin(), users.end(), [](user_record const& a, user_record const& b) { return a.name < b.name; });
    auto next = std::make_shared<state const>(state{std::move(users), std::move(keys)});
    {
        std::lock_guard const lock{mutex_};
        state_ = std::move(next);
    }
    if (tokens_ended)
        tokens_ended();
}

std::variant<identity, token_fault> authority::read(std::string_view token) const {
    auto const with = current();
    auto read = read_token(token, now_(), rules_, with->keys);
    auto* const who = std::get_if<identity>(&read);
    if (who == nullptr)
        return read;
    if (!still_good(*who, *with))
        return token_fault::revoked;
    user_record const& user = *with->find(who->user);
    who->roles = user.roles;
    who->accounts = user.accounts;
    return read;
}

bool authority::still_good(identity const& who) const {
    return still_good(who, *current());
}

bool authority::still_good(identity const& who, state const& with) const {
    user_record const* const user = with.find(who.user);
    if (user == nullptr || user->generation != who.generation ||
        std::none_of(with.keys.begin(), with.keys.end(), [&](token_key const& key) { return key.id == who.key; }))
        return false;
    std::lock_guard const lock{mutex_};
    return !ended_.contains(who.session);
}

std::optional<issued_token> authority::issue(identity who) const {
    auto const with = current();
    auto const key =
        std::find_if(with->keys.begin(), with->keys.end(), [](token_key const& known) { return known.retired == 0; });
    unix_time const now = now_();
    who.expires = std::min(now + options_.token_lifetime.count(), who.logged_in + options_.session_lifetime.count());
    if (key == with->keys.end() || who.expires <= now)
        return std::nullopt;
    who.key = key->id;
    auto text = sign_token(who, random_name(), now, rules_, *key);
    return issued_token{std::move(text), std::move(who), now};
}

// The user may have been changed while the password was checked.
std::optional<issued_token> authority::issue_to(std::string_view user, std::string const& hash) const {
    auto const with = current();
    user_record const* const known = with->find(user);
    if (known == nullptr || known->password != hash)
        return std::nullopt;
    identity who;
    who.user = known->name;
    who.roles = known->roles;
    who.accounts = known->accounts;
    who.session = random_name();
    who.generation = known->generation;
    who.logged_in = now_();
    return issue(std::move(who));
}

void authority::log_in(credentials what, std::string const& address, login_throttle::time now,
                       std::function<void(login_outcome)> done) {
    std::chrono::seconds wait{0};
    {
        std::lock_guard const lock{throttle_mutex_};
        wait = throttle_.begin(what.user, address, now);
    }
    if (wait.count() != 0) {
        count(login_result::too_soon);
        return done({login_result::too_soon, wait, std::nullopt});
    }
    auto const with = current();
    user_record const* const known = with->find(what.user);
    std::string const& hash = known != nullptr ? known->password : nobodys_hash_;
    auto finish = std::make_shared<std::function<void(login_outcome)>>(std::move(done));
    bool const taken =
        worker_.submit({hash, std::move(what.password), [this, user = what.user, hash, address, finish](bool matches) {
                            auto token = matches ? issue_to(user, hash) : std::nullopt;
                            auto const result = token ? login_result::good : login_result::wrong;
                            if (token) {
                                std::lock_guard const lock{throttle_mutex_};
                                throttle_.succeeded(user, address);
                            }
                            count(result);
                            (*finish)({result, {}, std::move(token)});
                        }});
    if (taken)
        return;
    {
        std::lock_guard const lock{throttle_mutex_};
        throttle_.not_made(what.user, address);
    }
    count(login_result::busy);
    (*finish)({login_result::busy, {}, std::nullopt});
}

std::optional<issued_token> authority::renew(identity const& who) {
    auto token = issue(who);
    if (token && session_renewed)
        session_renewed(token->who.session, token->who.expires);
    return token;
}

bool authority::log_out(identity const& who) {
    unix_time const now = now_();
    {
        std::lock_guard const lock{mutex_};
        if (!ended_.add(who.session, now + options_.token_lifetime.count(), now))
            return false;
    }
    if (tokens_ended)
        tokens_ended();
    return true;
}

std::array<std::uint64_t, login_result_names.size()> authority::logins() const noexcept {
    std::array<std::uint64_t, login_result_names.size()> result{};
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i] = logins_[i].load();
    return result;
}

} // namespace tickhub::http
