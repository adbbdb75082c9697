// Random operations on an inbox and on its naive twin: order, bounds, gaps and books must be the same at every step.
#include "naive_inbox.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>

using namespace tickhub::routing;
using namespace tickhub::routing::testing;
using tickhub::batch_builder;
using tickhub::event;
using tickhub::event_batch;

namespace {

constexpr std::uint16_t publishers = 3;

class twins {
public:
    explicit twins(std::uint64_t seed) : random_{seed} {
        inbox_limits limits{below(40) + 2, TICKHUB_MAX_RECORD_SIZE + sizeof(tickhub_gap) + below(60'000)};
        std::vector<edge_rule> rules;
        for (std::uint16_t publisher = 0; publisher != publishers; ++publisher) {
            std::uint32_t const count = 1 + below(2);
            for (std::uint32_t i = 0; i != count; ++i) {
                std::vector<tickhub_instrument_id> instruments;
                if (below(3) == 0)
                    instruments = {1, 2};
                record_mask const records = i + 1 == count && below(2) == 0 ? public_records : random_();
                rules.push_back({publisher, i, selection{records, instruments}, static_cast<when_full>(below(5))});
            }
        }
        model_.limits = limits;
        for (edge_rule const& rule : rules)
            model_.edges.push_back({rule.publisher, rule.select, rule.policy});
        real_.emplace(std::uint16_t{9}, limits, rules);
        real_->set_wakes({[](void* self) noexcept { static_cast<twins*>(self)->woken_ = true; }, this}, {});
        for (std::uint16_t publisher = 0; publisher != publishers; ++publisher)
            open(publisher);
    }

    void step() {
        switch (below(16)) {
        case 0:
            close();
            break;
        case 1:
            open(static_cast<std::uint16_t>(below(publishers)));
            break;
        case 2:
            if (below(4) == 0)
                discard();
            break;
        case 3:
        case 4:
        case 5:
        case 6:
            take();
            break;
        case 7:
        case 8:
        case 9:
            release();
            break;
        default:
            offer();
            break;
        }
        check_books();
    }

    void finish() {
        release();
        for (std::uint16_t publisher = 0; publisher != publishers; ++publisher)
            open(publisher);
        while (take())
            release();
        check_books();
        REQUIRE(real_->queued_records() == 0);
        REQUIRE(real_->queued_bytes() == 0);
        REQUIRE(model_.queue.empty());
    }

private:
    std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); }

    void add_random_record(batch_builder& batch) {
        tickhub_instrument_id const instrument = 1 + below(4);
        switch (below(9)) {
        case 0:
            add_definition(batch, instrument, std::string(below(300), 'd'));
            break;
        case 1:
            batch.add(bar(instrument, 60, 100 * below(2), static_cast<std::uint8_t>(below(2))).header);
            break;
        case 2:
            add_news(batch, std::string(below(10) == 0 ? below(65'000) : below(2'000), 'n'));
            break;
        case 3:
            batch.add(trade(instrument, below(1'000)).header);
            break;
        case 4:
            batch.add(below(8) == 0 ? tickhub::make_record<tickhub_reset>(0, 1).header : trade(1, 1).header);
            break;
        default:
            batch.add(ticker(instrument, below(1'000)).header);
            break;
        }
    }

    void offer() {
        auto const publisher = static_cast<std::uint16_t>(below(publishers));
        batch_builder batch;
        for (std::uint32_t left = below(12); left != 0; --left)
            add_random_record(batch);
        offer_mode const mode = below(2) == 0 ? offer_mode::stop_when_full : offer_mode::lose_when_full;

        bool const was_waiting = waits_;
        woken_ = false;
        offer_progress progress{batch.raw().first, batch.raw().count, batch.raw().bytes, sequence_[publisher] + 1};
        offer_end const end = real_->offer(real_->edges_of(publisher), {publisher, 77}, progress, mode);

        bool full = false;
        std::uint64_t sequence = sequence_[publisher];
        for (event const e : batch.view()) {
            auto const key = key_of(e.header(), 0);
            full = !model_.offer(
                {0, ++sequence, e.record(), e.instrument(), key.detail, e.header().size, is_state(e.header())},
                publisher, mode == offer_mode::lose_when_full);
            if (full) {
                REQUIRE(progress.sequence == sequence);
                break;
            }
        }
        REQUIRE((end == offer_end::full) == full);
        REQUIRE((full || progress.left == 0));
        sequence_[publisher] += batch.size();
        expect_wake(was_waiting);
    }

    /// Whoever found nothing is woken as soon as there is something, and not before.
    void expect_wake(bool was_waiting) {
        bool something = !model_.queue.empty();
        for (auto const& e : model_.edges)
            something |= e.open && e.count != 0;
        if (was_waiting) {
            REQUIRE(woken_ == something);
            waits_ = !something;
        }
    }

    bool take() {
        release();
        std::uint32_t const max_records = 1 + below(20);
        std::uint64_t const max_bytes = below(20'000);
        tickhub_batch const batch = real_->take(max_records, max_bytes);
        auto const gaps = model_.due_gaps();
        if (!gaps.empty()) {
            REQUIRE(batch.count == gaps.size());
            for (std::size_t i = 0; event const e : event_batch{batch})
                require_same(e, gaps[i++]);
            return true;
        }
        REQUIRE((batch.count == 0) == model_.queue.empty());
        waits_ = batch.count == 0;
        REQUIRE(batch.count <= max_records);
        REQUIRE((batch.count <= 1 || batch.bytes <= max_bytes));
        std::uint64_t bytes = 0;
        for (event const e : event_batch{batch}) {
            naive_inbox::item const expected = model_.queue.front();
            require_same(e, expected);
            bytes += expected.size;
            if (!expected.is_gap)
                ++model_.edges[expected.edge].books.delivered;
            model_.taken.push_back(expected);
            model_.queue.pop_front();
        }
        REQUIRE(bytes == batch.bytes);
        return batch.count != 0;
    }

    void require_same(event e, naive_inbox::item const& expected) {
        REQUIRE(e.header().publisher_id == model_.edges[expected.edge].publisher);
        REQUIRE(e.header().sequence == expected.sequence);
        REQUIRE(e.record() == expected.record);
        REQUIRE(e.header().ts_recv == 77);
        if (expected.is_gap) {
            auto const& gap = *e.as<tickhub_gap>();
            REQUIRE(gap.first == expected.gap_first);
            REQUIRE(gap.last == expected.gap_last);
            REQUIRE(gap.count == expected.gap_count);
        } else {
            REQUIRE(e.instrument() == expected.instrument);
            REQUIRE(e.header().size == expected.size);
        }
    }

    void release() {
        real_->release();
        model_.taken.clear();
    }

    void close() {
        drop_reason const why = below(2) == 0 ? drop_reason::quarantined : drop_reason::not_running;
        real_->close(why);
        for (auto& e : model_.edges) {
            e.open = false;
            e.why = why;
        }
    }

    void open(std::uint16_t publisher) {
        bool const was_waiting = waits_;
        woken_ = false;
        real_->open(real_->edges_of(publisher));
        for (auto& e : model_.edges)
            e.open |= e.publisher == publisher;
        expect_wake(was_waiting);
    }

    void discard() {
        real_->discard(drop_reason::not_running);
        model_.discard(drop_reason::not_running);
    }

    void check_books() {
        auto const books = real_->accounts();
        std::uint64_t records = model_.queue.size() + model_.taken.size();
        std::uint64_t bytes = 0;
        for (auto const& i : model_.queue)
            bytes += i.size;
        for (auto const& i : model_.taken)
            bytes += i.size;
        REQUIRE(real_->queued_records() == records);
        REQUIRE(real_->queued_bytes() == bytes);
        for (std::size_t i = 0; i != books.size(); ++i) {
            edge_accounts const expected = model_.books(i);
            REQUIRE(books[i].offered == expected.offered);
            REQUIRE(books[i].delivered == expected.delivered);
            REQUIRE(books[i].conflated == expected.conflated);
            REQUIRE(books[i].dropped == expected.dropped);
            REQUIRE(books[i].queued == expected.queued);
            REQUIRE(expected.balanced());
        }
    }

    std::mt19937_64 random_;
    naive_inbox model_;
    std::optional<inbox> real_;
    std::uint64_t sequence_[publishers] = {};
    bool waits_ = true; ///< a new inbox counts as found empty
    bool woken_ = false;
};

} // namespace

TEST_CASE("an inbox does what its naive twin does, whatever comes", "[routing]") {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        INFO("seed " << seed);
        twins both{seed};
        for (int i = 0; i != 400; ++i)
            both.step();
        both.finish();
    }
}
