// What an outbox does with deltas: it keeps the chain of each key, or breaks it and asks for a beginning.
#include "http/outbox.hpp"

namespace tickhub::http {

void outbox::push_keyed(std::uint64_t key, frame_ref const& frame, keyed_place const& place) {
    if (!has_form_of(*frame))
        return;
    books_.add(fate::offered);
    if (phase_ != phase::open)
        return books_.add(slow_ ? fate::dropped_slow : fate::dropped_closed);
    if (!chains_ && place.begins)
        chains_ = std::make_unique<keyed_chains>();
    if (!chains_ || !chains_->accept(key, place, options_.limits.subscriptions))
        return books_.add(fate::superseded);
    if (!fits(frame->size())) {
        drop_key(key);
        // What a delta needs is gone; a beginning needs nothing, if only there is room now.
        if (!place.begins || !fits(frame->size())) {
            chains_->break_off(key, place.begins ? keyed_chains::ask::when_empty : keyed_chains::ask::when_roomy);
            return books_.add(fate::superseded);
        }
    }
    bytes_ += frame->size();
    at(lane::keyed).push_keyed(frame, key);
}

std::optional<std::uint64_t> outbox::next_wanted() {
    if (!chains_ || phase_ != phase::open || !roomy())
        return std::nullopt;
    return chains_->next_wanted(frames_used() == 0);
}

void outbox::answer_lost(std::uint64_t key) {
    if (chains_)
        chains_->answer_lost(key);
}

void outbox::forget_keys(std::span<std::uint64_t const> keys) {
    if (chains_)
        chains_->forget(keys);
}

bool outbox::break_oldest_key() {
    auto const key = at(lane::keyed).oldest_key();
    if (!key)
        return false;
    drop_key(*key);
    chains_->break_off(*key, keyed_chains::ask::when_roomy);
    return true;
}

void outbox::drop_key(std::uint64_t key) {
    auto const dropped = at(lane::keyed).drop_key(key);
    bytes_ -= dropped.bytes;
    books_.add(fate::superseded, dropped.messages);
}

} // namespace tickhub::http
