// What an inbox promises, written down as simply as possible: a deque, and every rule in a line or two.
#pragma once

#include "records.hpp"

#include <deque>
#include <vector>

namespace tickhub::routing::testing {

struct naive_inbox {
    struct item {
        std::size_t edge = 0;
        std::uint64_t sequence = 0;
        std::uint8_t record = 0;
        tickhub_instrument_id instrument = 0;
        std::uint64_t detail = 0;
        std::uint64_t size = 0;
        bool state = false;
        bool is_gap = false;
        std::uint64_t gap_first = 0, gap_last = 0, gap_count = 0;
        std::uint64_t resets_before = 0; ///< that were queued, whatever became of them
    };
    struct naive_edge {
        std::uint16_t publisher = 0;
        selection select;
        when_full policy = when_full::block;
        bool open = false;
        drop_reason why = drop_reason::not_running;
        edge_accounts books{};
        std::uint64_t first = 0, last = 0, count = 0;
        bool at_front = false;

        void lose(std::uint64_t from, std::uint64_t to, std::uint64_t n, bool front) {
            if (count == 0) {
                first = from;
                last = to;
                at_front = false;
            }
            first = std::min(first, from);
            last = std::max(last, to);
            count += n;
            at_front |= front;
        }
        item tell(std::size_t owner) {
            item const gap{owner, 0, TICKHUB_RECORD_GAP, 0, 0, sizeof(tickhub_gap), false, true, first, last, count};
            count = 0;
            return gap;
        }
    };

    inbox_limits limits;
    std::vector<naive_edge> edges;
    std::deque<item> queue;
    std::vector<item> taken;
    std::uint64_t resets = 0;

    [[nodiscard]] bool fits(std::uint64_t records, std::uint64_t bytes) const {
        for (auto const* part : {&taken}) {
            for (item const& i : *part)
                bytes += i.size;
        }
        for (item const& i : queue)
            bytes += i.size;
        return records + queue.size() + taken.size() <= limits.max_records && bytes <= limits.max_bytes;
    }

    /// A queued gap belongs to its publisher's first edge: the record says no more than who published.
    [[nodiscard]] std::size_t first_of(std::uint16_t publisher) const {
        std::size_t at = 0;
        while (edges[at].publisher != publisher)
            ++at;
        return at;
    }

    /// False: a blocking edge has no room.
    bool offer(item record, std::uint16_t publisher, bool lose_when_full) {
        std::size_t at = 0;
        while (at != edges.size() &&
               (edges[at].publisher != publisher || !edges[at].select.covers(record.record, record.instrument)))
            ++at;
        if (at == edges.size())
            return true;
        naive_edge& e = edges[at];
        record.edge = at;
        record.resets_before = resets;
        bool const may_drop_queued = drops_queued(e.policy);
        auto const lose = [&](drop_reason why) {
            ++e.books.offered;
            ++e.books.dropped[static_cast<std::size_t>(why)];
            e.lose(record.sequence, record.sequence, 1, may_drop_queued);
            return true;
        };
        auto const push = [&] {
            ++e.books.offered;
            queue.push_back(record);
            resets += record.record == TICKHUB_RECORD_RESET ? 1 : 0;
            return true;
        };
        if (!e.open)
            return lose(e.why);
        bool const gap_first = !may_drop_queued && e.count != 0;
        if (fits(gap_first ? 2 : 1, record.size + (gap_first ? sizeof(tickhub_gap) : 0))) {
            if (gap_first)
                queue.push_back(e.tell(first_of(publisher)));
            return push();
        }
        if (conflates(e.policy) && record.state) {
            for (std::size_t i = queue.size(); i-- != 0;) {
                item const old = queue[i];
                if (old.is_gap || edges[old.edge].publisher != publisher || !old.state || old.resets_before != resets ||
                    old.record != record.record || old.instrument != record.instrument || old.detail != record.detail)
                    continue;
                if (record.size <= old.size) {
                    queue[i] = record;
                } else {
                    queue.erase(queue.begin() + static_cast<std::ptrdiff_t>(i));
                    if (!fits(1, record.size)) {
                        queue.insert(queue.begin() + static_cast<std::ptrdiff_t>(i), old);
                        break;
                    }
                    queue.push_back(record);
                }
                ++e.books.offered;
                ++e.books.conflated;
                return true;
            }
        }
        if (may_drop_queued) {
            for (std::size_t i = 0; i != queue.size() && !fits(1, record.size);) {
                item const old = queue[i];
                if (!drops_queued(edges[old.edge].policy)) {
                    ++i;
                    continue;
                }
                queue.erase(queue.begin() + static_cast<std::ptrdiff_t>(i));
                drop(old, drop_reason::inbox_full);
            }
            if (fits(1, record.size))
                return push();
        }
        return blocks(e.policy) && !lose_when_full ? false : lose(drop_reason::inbox_full);
    }

    void drop(item const& old, drop_reason why) {
        if (old.is_gap) {
            edges[old.edge].lose(old.gap_first, old.gap_last, old.gap_count, true);
        } else {
            ++edges[old.edge].books.dropped[static_cast<std::size_t>(why)];
            edges[old.edge].lose(old.sequence, old.sequence, 1, true);
        }
    }

    void discard(drop_reason why) {
        for (item const& old : queue)
            drop(old, why);
        queue.clear();
    }

    /// The gaps that must be told before anything else.
    std::vector<item> due_gaps() {
        std::vector<item> due;
        for (std::size_t i = 0; i != edges.size(); ++i) {
            if (edges[i].open && edges[i].count != 0 && (edges[i].at_front || queue.empty()))
                due.push_back(edges[i].tell(i));
        }
        return due;
    }

    edge_accounts books(std::size_t edge) const {
        edge_accounts b = edges[edge].books;
        for (item const& i : queue)
            b.queued += !i.is_gap && i.edge == edge ? 1 : 0;
        return b;
    }
};

} // namespace tickhub::routing::testing
