// How an I/O thread tells connections that their token ends, and ends them.
#include "http/authority.hpp"
#include "http/client_connection.hpp"
#include "http/http_session.hpp"
#include "http/io_thread.hpp"

#include <string>
#include <utility>

namespace tickhub::http {

void io_thread::look_at_tokens() {
    tokens_.look_again(*site_.auth);
}

void io_thread::extend_tokens(std::string const& session, unix_time expires) {
    tokens_.extend(session, expires, *site_.auth, now_);
}

void io_thread::carry_out(token_step const& step) {
    auto const found = streams_.find(step.connection);
    if (found == streams_.end())
        return;
    auto const stream = found->second;
    auto& pool = stream->source->pool;
    forms const form = form_for(stream->box.framing());
    switch (step.what) {
    case token_news::expiring:
        stream->box.say(make_event(
            pool, {.name = "token_expiring", .data = "{\"seconds\":" + std::to_string(step.left.count()) + "}"}, form));
        return touched(*stream);
    case token_news::expired:
        stream->box.say(make_event(pool, {.name = "token_expired", .data = "{}"}, form));
        break;
    case token_news::revoked:
        stream->box.say(make_event(pool, {.name = "token_revoked", .data = "{}"}, form));
        break;
    }
    // Without `retry:` an EventSource asks again soon, is answered 401, and rightly gives up.
    stream->finish({.code = close_code::unauthorized, .reason = "the token has ended"});
}

void io_thread::answer_login(tickhub_request_id request, response what) {
    auto const found = awaiting_.find(request);
    if (found == awaiting_.end())
        return;
    auto const session = std::move(found->second);
    awaiting_.erase(found);
    session->answer(std::move(what));
}

} // namespace tickhub::http
