#include "http/outbox.hpp"

#include <algorithm>
#include <cassert>

namespace tickhub::http {

outbox::outbox(outbox_options const& options, stream_source& source, memberships const& joined)
    : options_{options}
    , source_{&source}
    , books_{source.books} {
    if (options.resumes)
        replay_ = std::make_unique<replay>(source.history, joined, books_);
}

void outbox::preface(frame_ref frame) {
    write(std::move(frame), false);
}

void outbox::push(http::lane lane, http::delivery delivery, std::uint64_t key, frame_ref const& frame,
                  topic_number kept) {
    if (!has_form_of(*frame))
        return;
    books_.add(fate::offered);
    if (phase_ != phase::open) {
        books_.add(slow_ ? fate::dropped_slow : fate::dropped_closed);
        if (slow_ && !end_written_ && delivery != http::delivery::state)
            at(lane).note_loss(frame);
        return;
    }
    // A client that catches up gets it from the history when it is that far, and so needs no room for it.
    if (replay_ && replay_->covers(kept)) {
        replay_->expect_one();
        return;
    }
    if (!make_room(lane, delivery, frame->size())) {
        refuse_slow(lane, delivery, frame);
        return;
    }
    if (delivery == http::delivery::state) {
        state_lane& state = lane == http::lane::control ? urgent_state_ : state_;
        if (options_.paced && !state.waits(key))
            state.push_fixed(frame);
        else if (state.push_own(key, frame) == state_lane::outcome::superseded)
            books_.add(fate::superseded);
        return;
    }
    bytes_ += frame->size();
    at(lane).push(frame, delivery == http::delivery::fast ? entry_kind::fast : entry_kind::strict);
}

bool outbox::push_state(cell_number cell) {
    if (!has_form_of(*source_->cells.at(cell).current))
        return false;
    books_.add(fate::offered);
    if (phase_ != phase::open) {
        books_.add(slow_ ? fate::dropped_slow : fate::dropped_closed);
        return true;
    }
    state_cells::cell const& what = source_->cells.at(cell);
    state_lane& state = lane_of(what);
    if (options_.paced && !state.waits(what.key) && fits(what.current->size()))
        state.push_fixed(what.current);
    else if (state.push(cell, source_->cells) == state_lane::outcome::superseded)
        books_.add(fate::superseded);
    return options_.paced || state.waits(what.key);
}

void outbox::prime(group_number group) {
    if (phase_ != phase::open)
        return;
    auto const cells = source_->cells.of(group);
    if (cells.empty())
        return;
    state_lane& state = lane_of(source_->cells.at(cells.front()));
    if (options_.paced) {
        for (cell_number const number : cells) {
            state_cells::cell const& cell = source_->cells.at(number);
            if (cell.current && has_form_of(*cell.current) && !state.waits(cell.key)) {
                books_.add(fate::primed);
                state.push_primed(cell.current);
            }
        }
        return;
    }
    books_.add(fate::primed, cells.size());
    books_.add(fate::superseded, state.prime(group, source_->cells));
}

void outbox::unprime(group_number group) noexcept {
    books_.add(fate::superseded, urgent_state_.unprime(group) + state_.unprime(group));
    if (replay_) {
        replay_->note_leave();
        end_replay();
    }
}

std::vector<recovery> outbox::resume(std::optional<std::uint64_t> position, std::span<topic_number const> topics) {
    assert(awaits_resume());
    bool const sound = position <= latest() && position >= source_->lost_at_handover.load(std::memory_order_relaxed);
    if (!sound)
        position.reset();
    answering_ = true;
    auto answer = replay_->resume(position, topics);
    end_replay();
    return answer;
}

std::optional<std::uint64_t> outbox::settled_position() const noexcept {
    if (replay_)
        return std::nullopt;
    return latest();
}

void outbox::note_join(group_number group, std::uint64_t latest) {
    if (replay_)
        replay_->note_join(group, latest);
}

void outbox::say(frame_ref frame) {
    if (phase_ == phase::open)
        at(lane::control).push(std::move(frame), entry_kind::own);
}

void outbox::request_heartbeat() {
    if (phase_ != phase::open || heartbeat_waits_)
        return;
    at(lane::control).push({}, entry_kind::heartbeat);
    heartbeat_waits_ = true;
}

void outbox::finish(farewell const& how) {
    if (phase_ != phase::open)
        return;
    phase_ = phase::finishing;
    farewell_ = how;
    if (replay_) {
        replay_->freeze();
        end_replay();
    }
}

void outbox::finish_with(frame_ref last) {
    if (phase_ == phase::ended || end_written_)
        return;
    drop_lanes();
    phase_ = phase::finishing;
    end_written_ = true;
    write(std::move(last), false);
}

void outbox::abandon() noexcept {
    drop_lanes();
    for (std::size_t i = 0; i < writing_.size(); ++i)
        books_.add(fate::dropped_closed, writing_[i].counts ? 1 : 0);
    writing_ = {};
    writing_bytes_ = offset_ = 0;
    phase_ = phase::ended;
}

void outbox::drop_lanes() noexcept {
    for (message_lane& lane : lanes_) {
        books_.add(fate::dropped_closed, lane.messages());
        lane = {};
    }
    books_.add(fate::dropped_closed,
               urgent_state_.drop_all() + state_.drop_all() + (replay_ ? replay_->remaining() : 0));
    replay_.reset();
    chains_.reset();
    bytes_ = 0;
}

// The lane `state` is for what conflates; a message that doesn't, but asks for it, goes last of the others.
message_lane& outbox::at(http::lane lane) noexcept {
    return lanes_[std::min(static_cast<std::size_t>(lane), message_lanes - 1)];
}

// What conflates and is of the control lane (definition, status, feed_status) is drawn right behind that lane's
// messages.
state_lane& outbox::lane_of(state_cells::cell const& cell) noexcept {
    return cell.urgent ? urgent_state_ : state_;
}

std::size_t outbox::frames_used() const noexcept {
    std::size_t used = urgent_state_.held() + state_.held();
    for (message_lane const& lane : lanes_)
        used += lane.messages();
    return used;
}

bool outbox::fits(std::size_t bytes) const noexcept {
    std::size_t const frames = frames_used();
    // One message always fits into an empty outbox, however long it is.
    return frames == 0 || (frames < options_.limits.frames && bytes_ + held_bytes() + bytes <= options_.limits.bytes);
}

bool outbox::roomy() const noexcept {
    std::size_t const state_shared = urgent_state_.size() - urgent_state_.held() + state_.size() - state_.held();
    std::size_t const used = frames_used() + state_shared + (replay_ ? replay_->remaining() : 0);
    return phase_ != phase::open ||
           (used <= options_.limits.frames / 2 && bytes_ + held_bytes() <= options_.limits.bytes / 2);
}

// Makes older fast messages pay: for a fast one those of its own lane, for others those of the least urgent lane first.
// Deltas can be drawn anew, so their keys pay before anything is lost for good; but a fast message pays for its like.
bool outbox::make_room(http::lane lane, http::delivery delivery, std::size_t bytes) {
    if (fits(bytes))
        return true;
    if (delivery == http::delivery::fast) {
        while (!fits(bytes) && drop_fast(at(lane))) {
        }
        while (!fits(bytes) && break_oldest_key()) {
        }
        return fits(bytes);
    }
    while (!fits(bytes) && break_oldest_key()) {
    }
    for (std::size_t i = message_lanes; i-- > 0;) {
        while (!fits(bytes) && drop_fast(lanes_[i])) {
        }
    }
    return fits(bytes);
}

bool outbox::drop_fast(message_lane& lane) {
    if (lane.fast() == 0)
        return false;
    bytes_ -= lane.drop_oldest_fast();
    books_.add(fate::dropped_slow);
    return true;
}

std::uint64_t outbox::latest() const noexcept {
    return std::max(options_.position, source_->latest_sequence);
}

// From then on the client is one like all others.
void outbox::end_replay() noexcept {
    if (replay_->resumed() && replay_->finished())
        replay_.reset();
}

// A fast message that can't get in is itself the loss; for any other the stream ends, and the client resumes.
void outbox::refuse_slow(http::lane lane, http::delivery delivery, frame_ref const& frame) {
    books_.add(fate::dropped_slow);
    if (delivery != http::delivery::fast) {
        books_.add(fate::dropped_slow, urgent_state_.drop_all() + state_.drop_all());
        finish({.retry = options_.invite_after, .code = close_code::try_again_later, .reason = "too slow: resume"});
        slow_ = true;
        source_->slow_closes.add(1);
    }
    at(lane).note_loss(frame);
}

} // namespace tickhub::http
