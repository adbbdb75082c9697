#include "http/replay.hpp"

#include <algorithm>
#include <cassert>

namespace tickhub::http {

// Until it resumes it stands where the history ends: what is sent meanwhile comes after what was missed.
replay::replay(history& kept, memberships const& joined, tally& books) : kept_{kept}, joined_{joined}, books_{books} {
    for (std::size_t number = 0; number < kept.topics(); ++number)
        parts_.push_back({.next = kept.of(static_cast<topic_number>(number)).end()});
    kept_.attach(*this);
}

std::vector<recovery> replay::resume(std::optional<std::uint64_t> position, std::span<topic_number const> topics) {
    assert(!resumed_);
    resumed_ = true;
    recount(); // groups that were joined before count from the beginning
    std::vector<recovery> result;
    for (topic_number const number : topics) {
        recovery& answer = result.emplace_back();
        if (!position || number >= parts_.size())
            continue;
        topic_history const& topic = kept_.of(number);
        part& p = parts_[number];
        if (*position < topic.forgotten())
            continue;
        place const first = std::min(topic.after(*position), p.next);
        answer.count = count(topic, first, p.next);
        answer.recovered = count(topic, first, std::min(topic.framed(), p.next)) == 0;
        if (!answer.recovered)
            continue;
        p.next = first;
        p.settled = false;
        remaining_ += *answer.count;
        books_.add(fate::replayed, *answer.count);
    }
    return result;
}

void replay::note_join(group_number group, std::uint64_t latest) {
    if (resumed_)
        joined_later_[group] = latest;
}

void replay::freeze() {
    resumed_ = frozen_ = true;
    for (std::size_t number = 0; number < parts_.size(); ++number)
        parts_[number].end = end_of(number);
    recount();
}

// Brings the count to what the client's groups are now.
void replay::recount() {
    std::uint64_t total = 0;
    for (std::size_t number = 0; number < parts_.size(); ++number) {
        parts_[number].settled = false;
        total += count(kept_.of(static_cast<topic_number>(number)), parts_[number].next, end_of(number));
    }
    if (total < remaining_)
        books_.add(fate::superseded, remaining_ - total);
    else
        books_.add(fate::replayed, total - remaining_);
    remaining_ = total;
}

bool replay::wanted(topic_history const& topic, place at) const {
    return topic.any_group(at, [&](group_number group) {
        if (!joined_.contains(group))
            return false;
        if (joined_later_.empty())
            return true;
        auto const later = joined_later_.find(group);
        return later == joined_later_.end() || topic.sequence(at) > later->second;
    });
}

std::uint64_t replay::count(topic_history const& topic, place from, place to) const {
    std::uint64_t result = 0;
    for (; from < to; ++from)
        result += wanted(topic, from) ? 1 : 0;
    return result;
}

replay::place replay::end_of(std::size_t number) const noexcept {
    return std::min(parts_[number].end, kept_.of(static_cast<topic_number>(number)).end());
}

// Goes on to the part's next message for this client; false when there is nothing more of it, lost messages included.
bool replay::settle(std::size_t number) {
    part& p = parts_[number];
    if (p.lost != 0 || p.settled)
        return true;
    topic_history const& topic = kept_.of(static_cast<topic_number>(number));
    for (place const end = end_of(number); p.next < end; ++p.next) {
        if (wanted(topic, p.next))
            return p.settled = true;
    }
    return false;
}

std::uint64_t replay::head(std::size_t number) const noexcept {
    part const& p = parts_[number];
    return p.lost != 0 ? p.first_lost : kept_.of(static_cast<topic_number>(number)).sequence(p.next);
}

std::size_t replay::next_part() {
    assert(!finished());
    std::optional<std::size_t> first;
    for (std::size_t number = 0; number < parts_.size(); ++number) {
        if (settle(number) && (!first || head(number) < head(*first)))
            first = number;
    }
    assert(first);
    return *first;
}

replay::drawn replay::draw() {
    std::size_t const number = next_part();
    part& p = parts_[number];
    topic_history const& topic = kept_.of(static_cast<topic_number>(number));
    if (p.lost == 0 && p.next >= topic.framed()) {
        --remaining_;
        p.settled = false;
        return {topic.frame(p.next++), {}};
    }
    // All that was let go of the topic comes before what is kept of it, so it is one gap.
    pass(static_cast<topic_number>(number), std::min(topic.framed(), end_of(number)));
    loss const told{topic.name(), p.first_lost, p.last_lost, p.lost};
    p.first_lost = p.last_lost = p.lost = 0;
    --losses_;
    return {{}, told};
}

void replay::pass(topic_number number, place up_to) noexcept {
    if (number >= parts_.size())
        return;
    part& p = parts_[number];
    if (p.next >= up_to)
        return;
    if (!resumed_)
        recount();
    topic_history const& topic = kept_.of(number);
    for (place const end = std::min(up_to, end_of(number)); p.next < end; ++p.next) {
        if (wanted(topic, p.next))
            lose(p, topic.sequence(p.next));
    }
    p.next = up_to;
    p.settled = false;
}

void replay::lose(part& p, std::uint64_t sequence) noexcept {
    if (p.lost++ == 0) {
        p.first_lost = sequence;
        ++losses_;
    }
    p.last_lost = sequence;
    --remaining_;
    books_.add(fate::dropped_slow);
}

} // namespace tickhub::http
