#include "http/token_watch.hpp"

#include "http/authority.hpp"

#include <utility>

namespace tickhub::http {

void token_watch::add(std::uint64_t connection, std::shared_ptr<identity const> who, authority const& by,
                      steady_time now) {
    if (!by.still_good(*who))
        return carry_out_({connection, token_news::revoked, {}});
    tokens_.add(connection, std::move(who), now, by.now());
    set_deadline();
}

void token_watch::remove(std::uint64_t connection) {
    tokens_.remove(connection);
    set_deadline();
}

void token_watch::look_again(authority const& by) {
    for (token_step const& step : tokens_.revoke([&](identity const& who) { return by.still_good(who); }))
        carry_out_(step);
    set_deadline();
}

void token_watch::extend(std::string_view session, unix_time expires, authority const& by, steady_time now) {
    tokens_.extend(session, expires, now, by.now());
    set_deadline();
}

void token_watch::on_deadline(steady_time now) {
    for (token_step const& step : tokens_.due(now))
        carry_out_(step);
    set_deadline();
}

void token_watch::set_deadline() {
    if (auto const next = tokens_.next(); next)
        clock_.set(*this, *next);
    else
        clock_.cancel(*this);
}

} // namespace tickhub::http
