// How an I/O thread carries out what sinks ask for.
#include "http/client_connection.hpp"
#include "http/http_session.hpp"
#include "http/io_thread.hpp"
#include "http/resume_answer.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace tickhub::http {

namespace {

constexpr std::size_t commands_between_flushes = 512;

} // namespace

void io_thread::run_commands() {
    queue_.take(batch_);
    // However much comes at once, no outbox is to run over because its socket was not tried.
    outbox_limits const& limits = site_.options.outbox;
    std::size_t const most_frames = std::min(commands_between_flushes, limits.frames / 2);
    std::size_t frames = 0;
    std::size_t bytes = 0;
    for (command& what : batch_) {
        bytes += what.frame ? what.frame->size() : 0;
        carry_out(what);
        if (++frames < most_frames && bytes < limits.bytes / 4)
            continue;
        frames = bytes = 0;
        now_ = std::chrono::steady_clock::now();
        flush_due();
    }
    batch_.clear();
    if (queue_.carried_out())
        post_run_commands(); // others get their turn before the next batch
}

void io_thread::carry_out(command& what) {
    switch (what.kind) {
    case command_kind::respond:
        if (auto const found = awaiting_.find(what.connection); found != awaiting_.end()) {
            auto const session = std::move(found->second);
            awaiting_.erase(found);
            response answer;
            answer.status = what.extra->status;
            answer.content_type = std::move(what.extra->content_type);
            answer.body = std::move(what.extra->body);
            session->answer(std::move(answer));
        }
        return;
    case command_kind::open:
        return open(what);
    case command_kind::join:
    case command_kind::join_with_current:
    case command_kind::leave:
        return change_membership(what);
    case command_kind::send:
        if (auto const stream = find_stream(what); stream) {
            if (what.delivery == delivery::keyed)
                stream->box.push_keyed(
                    what.key, what.frame,
                    {.begins = what.begins, .number = what.begins ? stream->source->keyed.latest() : 0});
            else
                stream->box.push(what.lane, what.delivery, what.key, what.frame);
            touched(*stream);
        }
        break;
    case command_kind::broadcast:
        broadcast(what);
        break;
    case command_kind::keyed_lost:
        return note_lost(what);
    case command_kind::answer_lost:
        if (auto const stream = find_stream(what); stream) {
            stream->box.answer_lost(what.key);
            touched(*stream);
        }
        return;
    case command_kind::clear:
        return clear(*what.port, what.few[0]);
    case command_kind::throttle:
        return what.port->on_thread(number_).throttle.set(what.few[0], what.extra->step);
    case command_kind::keep_history: {
        auto& source = what.port->on_thread(number_).source;
        return source.history.keep(std::move(what.extra->topic), what.extra->limits, source.latest_sequence);
    }
    case command_kind::resume:
        return resume(what);
    case command_kind::close:
        if (auto const stream = find_stream(what); stream)
            stream->finish(what.extra->last_words);
        return;
    case command_kind::resume_reading:
        if (auto const found = streams_.find(what.connection); found != streams_.end())
            found->second->resume_reading();
        return;
    case command_kind::close_all:
    case command_kind::retire:
        ticks_.run_all(); // so that nothing stays behind
        end_streams_of(*what.port);
        if (what.kind == command_kind::retire) {
            std::vector<std::shared_ptr<http_session>> unanswered;
            for (auto const& [handle, session] : awaiting_) {
                if (session->awaits() == what.port)
                    unanswered.push_back(session);
            }
            for (auto const& session : unanswered)
                session->answer_unavailable();
        }
        return;
    }
    auto& source = what.port->on_thread(number_).source;
    source.latest_sequence = std::max(source.latest_sequence, what.frame->sequence());
}

void io_thread::open(command& what) {
    auto const found = awaiting_.find(what.connection);
    if (found == awaiting_.end())
        return what.port->closed(what.connection);
    auto const session = std::move(found->second);
    awaiting_.erase(found);
    auto const& options = what.extra->opening;
    if (session->head_only() && !options.websocket) {
        response head;
        head.content_type = "text/event-stream; charset=utf-8";
        session->answer(std::move(head));
        return what.port->closed(what.connection);
    }
    auto const stream = session->become_connection(options);
    streams_.emplace(stream->handle(), stream);
    stream->source->streams.add(1);
    if (options.websocket)
        prepare_for_websockets(*stream->source, options.epoch);
    stream->begin();
    if (session->who())
        tokens_.add(stream->handle(), session->who(), *site_.auth, now_);
    if (site_.draining.load())
        stream->finish(come_back());
}

// The sink's first on this thread: from now on it makes both forms of each event, but what is current has only one.
void io_thread::prepare_for_websockets(stream_source& source, std::uint64_t epoch) {
    if (std::exchange(source.has_websockets, true))
        return;
    auto const complete = [&](frame_ref const& current) {
        return current->has_form(framing::websocket) ? current : with_both_forms(source.pool, *current, epoch);
    };
    source.cells.replace_all(complete);
    source.history.replace_all(complete);
}

void io_thread::change_membership(command const& what) {
    auto const stream = find_stream(what);
    if (!stream)
        return;
    group_number const group = what.few[0];
    auto& groups = what.port->on_thread(number_).groups;
    if (what.kind == command_kind::leave) {
        if (groups.leave(*stream, group)) {
            stream->box.unprime(group);
            stream->box.forget_keys(stream->source->keyed.keys_of(group));
        }
        return;
    }
    switch (groups.join(*stream, group, site_.options.outbox.subscriptions)) {
    case group_table::joined::already:
        return;
    case group_table::joined::too_many:
        if (stream->refused_joins++ == 0) {
            stream->box.say(make_event(stream->source->pool,
                                       {.name = "problem",
                                        .data = "{\"code\":\"too_many_subscriptions\",\"text\":\"this stream has as "
                                                "many subscriptions as one may have\"}"},
                                       form_for(stream->box.framing())));
            touched(*stream);
        }
        return stream->source->refused_joins.add(1);
    case group_table::joined::now:
        break;
    }
    stream->box.note_join(group, what.port->on_thread(number_).source.latest_sequence);
    if (what.kind == command_kind::join_with_current) {
        stream->box.prime(group);
        touched(*stream);
    }
    if (site_.first_join && !site_.first_join_called.exchange(true))
        site_.first_join();
}

void io_thread::broadcast(command& what) {
    auto& share = what.port->on_thread(number_);
    auto const groups = what.groups();
    bool const state = what.delivery == delivery::state;
    bool const keyed = what.delivery == delivery::keyed;
    std::uint64_t const number = ++last_broadcast_;
    if (what.kept != not_kept)
        share.source.history.add(what.kept, groups, what.frame, now_);
    keyed_place place{.begins = what.begins};
    if (keyed) {
        share.source.keyed.begin_broadcast();
        place.number = share.source.keyed.latest();
    }
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (keyed)
            place.before = share.source.keyed.advance(what.cells()[i], groups[i], what.key);
        if (state) {
            share.source.cells.set(what.cells()[i], groups[i], what.key, what.frame, what.lane == lane::control);
            if (auto const step = share.throttle.of(groups[i]); step != throttle_step::none) {
                hold_back(*what.port, groups[i], what.cells()[i], step);
                continue;
            }
        }
        for (subscriber* const member : share.groups.members(groups[i])) {
            if (member->last_broadcast == number)
                continue;
            bool reached = true;
            if (state)
                reached = member->box.push_state(what.cells()[i]);
            else if (keyed)
                member->box.push_keyed(what.key, what.frame, place);
            else
                member->box.push(what.lane, what.delivery, what.key, what.frame, what.kept);
            if (reached)
                member->last_broadcast = number;
            touched(static_cast<client_connection&>(*member));
        }
    }
}

// What is overwritten before its tick never comes to an outbox; the sink's books have it all the same.
void io_thread::hold_back(port& whose, group_number group, cell_number cell, throttle_step step) {
    auto& share = whose.on_thread(number_);
    std::size_t const members = share.groups.members(group).size();
    if (members == 0)
        return;
    bool const first = share.throttle.idle(step);
    if (!share.throttle.mark(cell, step)) {
        share.source.books.add(fate::offered, members);
        share.source.books.add(fate::superseded, members);
    }
    if (first)
        ticks_.await(whose, step, now_);
}

void io_thread::send_held_back(port& whose, throttle_step step) {
    auto& share = whose.on_thread(number_);
    share.throttle.take(step, held_back_);
    for (cell_number const cell : held_back_) {
        for (subscriber* const member : share.groups.members(share.source.cells.at(cell).group)) {
            member->box.push_state(cell);
            touched(static_cast<client_connection&>(*member));
        }
    }
    held_back_.clear();
}

// Whoever is in one of its groups finds out by the next delta.
void io_thread::note_lost(command& what) {
    auto& keyed = what.port->on_thread(number_).source.keyed;
    keyed.begin_broadcast();
    for (std::size_t i = 0; i < what.groups().size(); ++i)
        keyed.advance(what.cells()[i], what.groups()[i], what.key);
}

void io_thread::clear(port& whose, group_number group) {
    auto& share = whose.on_thread(number_);
    if (auto const step = share.throttle.of(group); step != throttle_step::none) {
        std::size_t const lost =
            share.throttle.forget(step, share.source.cells.of(group)) * share.groups.members(group).size();
        share.source.books.add(fate::offered, lost);
        share.source.books.add(fate::superseded, lost);
    }
    share.source.cells.clear(group);
}

// The answer has an id when there is nothing to wait for. Else the client keeps the one that it came with until the
// first message that has one: wherever it is cut off, it comes back to where it was.
void io_thread::resume(command& what) {
    auto const stream = find_stream(what);
    if (!stream || !stream->box.awaits_resume())
        return;
    auto const& topics = what.extra->topics;
    std::vector<topic_number> numbers;
    for (resumed_topic const& topic : topics)
        numbers.push_back(topic.number);
    stream->source->history.expire(now_);
    auto const answers = stream->box.resume(what.extra->position, numbers);
    auto const data = resume_answer(topics, answers);
    auto const position = stream->box.settled_position();
    stream->box.say(
        make_event(stream->source->pool,
                   {.name = "resume", .data = data, .epoch = stream->box.epoch(), .sequence = position.value_or(0)},
                   form_for(stream->box.framing())));
    touched(*stream);
}

std::uint64_t io_thread::stop_pacing_those_behind() {
    std::uint64_t count = 0;
    for (auto const& [handle, stream] : streams_) {
        if (stream->paced_and_behind()) {
            stream->stop_pacing();
            ++count;
        }
    }
    return count;
}

farewell io_thread::come_back() {
    return {.retry = reconnect_delay(), .code = close_code::try_again_later, .reason = "come back in a while"};
}

void io_thread::end_streams_of(port const& port) {
    for (auto const& [handle, stream] : streams_) {
        if (&stream->port() == &port)
            stream->finish(come_back());
    }
}

std::shared_ptr<client_connection> io_thread::find_stream(command const& what) const {
    auto const found = streams_.find(what.connection);
    // A sink can't reach another's connections.
    return found == streams_.end() || &found->second->port() != what.port ? nullptr : found->second;
}

} // namespace tickhub::http
