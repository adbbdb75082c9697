// The way out of an outbox: which frame comes next, and what is written of it.
#include "http/outbox.hpp"

#include <algorithm>

namespace tickhub::http {

namespace {

constexpr std::uint8_t turns = 16;             // frames of a lane after which a lower one gets one
constexpr std::size_t most_chosen = 64 * 1024; // bytes that are chosen before the socket has taken them

} // namespace

std::size_t outbox::next_frames(std::span<iovec> out) {
    while (writing_.size() < out.size() && writing_bytes_ < most_chosen && draw()) {
    }
    std::size_t const count = std::min(out.size(), writing_.size());
    for (std::size_t i = 0; i < count; ++i) {
        std::string_view bytes = writing_[i].frame->bytes(options_.framing);
        if (i == 0)
            bytes.remove_prefix(offset_);
        // The kernel only reads: iovec serves both directions.
        out[i] = {const_cast<char*>(bytes.data()), bytes.size()};
    }
    return count;
}

void outbox::written(std::size_t bytes) noexcept {
    source_->bytes_sent.add(bytes);
    writing_bytes_ -= bytes;
    offset_ += bytes;
    while (!writing_.empty()) {
        std::size_t const size = writing_.front().frame->bytes(options_.framing).size();
        if (offset_ < size)
            return;
        offset_ -= size;
        if (writing_.pop_front().counts)
            books_.add(fate::sent);
    }
}

bool outbox::has_work() const noexcept {
    if (awaits_resume())
        return !writing_.empty() || !lanes_[0].empty();
    return !writing_.empty() || replay_ || anything_below(0) || urgent() ||
           (phase_ == phase::finishing && !end_written_);
}

bool outbox::finished() const noexcept {
    return phase_ == phase::ended || (phase_ == phase::finishing && !has_work());
}

std::size_t outbox::queued() const noexcept {
    std::size_t count = urgent_state_.size() + state_.size() + (replay_ ? replay_->remaining() : 0);
    for (message_lane const& lane : lanes_)
        count += lane.messages();
    for (std::size_t i = 0; i < writing_.size(); ++i)
        count += writing_[i].counts ? 1 : 0;
    return count;
}

// Chooses one frame; false when there is none.
bool outbox::draw() {
    if (awaits_resume() || answering_) {
        if (!lanes_[0].empty()) {
            write_entry(lanes_[0].pop());
            return true;
        }
        answering_ = false;
        if (awaits_resume())
            return false;
    }
    if (draw_from(0))
        return true;
    if (phase_ != phase::finishing || end_written_)
        return false;
    write_end();
    return true;
}

// From this lane or a lower one, as their turn is. A key that was cleared meanwhile yields nothing, and the next is
// tried.
bool outbox::draw_from(std::size_t lane) {
    if (lane == message_lanes)
        return draw_state(state_);
    bool const replays = lane == static_cast<std::size_t>(http::lane::event) && replay_;
    bool const empty = lanes_[lane].empty() && (lane != 0 || urgent_state_.empty()) && !replays;
    if (empty || since_lower_[lane] >= turns) {
        since_lower_[lane] = 0;
        if (draw_from(lane + 1))
            return true;
        if (empty)
            return false;
    }
    ++since_lower_[lane];
    if (replays && replay_is_next()) {
        write_replayed();
        return true;
    }
    if (lanes_[lane].empty())
        return draw_state(urgent_state_) || draw_from(lane + 1);
    write_entry(lanes_[lane].pop());
    return true;
}

bool outbox::draw_state(state_lane& from) {
    while (!from.empty()) {
        if (frame_ref frame = from.pop(source_->cells); frame && has_form_of(*frame)) {
            write(std::move(frame), true);
            return true;
        }
        books_.add(fate::superseded);
    }
    return false;
}

bool outbox::anything_below(std::size_t lane) const noexcept {
    return !state_.empty() || std::any_of(lanes_.begin() + static_cast<std::ptrdiff_t>(lane) + 1, lanes_.end(),
                                          [](message_lane const& l) { return !l.empty(); });
}

void outbox::write_entry(lane_entry entry) {
    switch (entry.kind) {
    case entry_kind::strict:
    case entry_kind::fast:
    case entry_kind::keyed:
        bytes_ -= entry.frame->size();
        write(std::move(entry.frame), true);
        return;
    case entry_kind::gap:
        write(make_gap(source_->pool, {entry.frame->topic(), entry.first, entry.last, entry.count},
                       form_for(options_.framing)),
              false);
        return;
    case entry_kind::heartbeat:
        heartbeat_waits_ = false;
        // What the client has before it has resumed isn't known; without an id it keeps the one that it came with.
        write(
            make_heartbeat(source_->pool, awaits_resume() ? 0 : options_.epoch, position(), form_for(options_.framing)),
            false);
        return;
    case entry_kind::own:
        write(std::move(entry.frame), false);
        return;
    }
}

// What was chosen before this is written before it; so the client has everything that does not wait in a lane.
std::uint64_t outbox::position() {
    std::uint64_t lowest = replay_ && !replay_->finished() ? replay_->next_sequence() : 0;
    for (message_lane const& lane : lanes_) {
        if (std::uint64_t const number = lane.lowest_sequence(); number != 0)
            lowest = lowest == 0 ? number : std::min(lowest, number);
    }
    return lowest != 0 ? lowest - 1 : latest();
}

// Numbers rise along a stream, whichever way they come. What has none waits until the client has caught up.
bool outbox::replay_is_next() {
    message_lane const& waiting = at(lane::event);
    if (waiting.empty() || waiting.front_sequence() == 0)
        return true;
    return replay_->next_sequence() < waiting.front_sequence();
}

void outbox::write_replayed() {
    auto drawn = replay_->draw();
    if (drawn.frame)
        write(std::move(drawn.frame), true);
    else
        write(make_gap(source_->pool, drawn.lost, form_for(options_.framing)), false);
    end_replay();
}

void outbox::write_end() {
    end_written_ = true;
    if (options_.framing == http::framing::websocket)
        return write(make_close(source_->pool, farewell_.code, farewell_.reason), false);
    if (farewell_.retry)
        write(make_retry(source_->pool, *farewell_.retry), false);
    if (options_.framing == http::framing::chunked)
        write(make_end(source_->pool), false);
}

void outbox::write(frame_ref frame, bool counts) {
    writing_bytes_ += frame->bytes(options_.framing).size();
    writing_.push_back({std::move(frame), counts});
}

} // namespace tickhub::http
