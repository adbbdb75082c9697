#include "records.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace tickhub::routing;
using namespace tickhub::routing::testing;
using tickhub::batch_builder;

namespace {

class kept {
public:
    explicit kept(record_mask kinds = public_records) : cache_{kinds} {}

    void add(tickhub_event_header const& record) { cache_.update(record, 1, ++sequence_, 7); }
    std::vector<std::uint64_t> sequences() const {
        std::vector<std::uint64_t> found;
        cache_.for_each([&](tickhub_event_header const& record) { found.push_back(record.sequence); });
        return found;
    }

private:
    state_cache cache_;
    std::uint64_t sequence_ = 0;
};

using numbers = std::vector<std::uint64_t>;

} // namespace

TEST_CASE("the cache keeps the latest of each kind, instrument and interval", "[routing]") {
    kept cache;
    cache.add(ticker(1, 1).header);
    cache.add(ticker(900'000, 1).header);
    cache.add(bar(1, 60, 100, 0).header);
    cache.add(bar(1, 300, 100, 0).header);
    cache.add(bar(1, 60, 160, 0).header);
    cache.add(ticker(1, 2).header);
    cache.add(trade(1, 1).header);
    CHECK(cache.sequences() == numbers{6, 2, 5, 4});
}

TEST_CASE("a reset forgets all but definitions and feed_status", "[routing]") {
    kept cache;
    cache.add(ticker(1, 1).header);
    cache.add(tickhub::make_record<tickhub_feed_status>(0, 1).header);
    cache.add(tickhub::make_record<tickhub_definition>(1, 1).header);
    cache.add(tickhub::make_record<tickhub_status_record>(1, 1).header);
    cache.add(tickhub::make_record<tickhub_reset>(0, 1).header);
    CHECK(cache.sequences() == numbers{3, 2});
    cache.add(ticker(1, 2).header);
    CHECK(cache.sequences() == numbers{3, 6, 2}); // the key keeps its place
}

TEST_CASE("a final bar forgets the forming one that it ends, and not the next", "[routing]") {
    kept cache;
    cache.add(bar(1, 60, 100, 0).header);
    cache.add(bar(1, 300, 100, 0).header);
    cache.add(bar(1, 60, 100, 1).header);
    CHECK(cache.sequences() == numbers{2});
    cache.add(bar(1, 60, 160, 0).header);
    cache.add(bar(1, 60, 100, 1).header); // told late
    CHECK(cache.sequences() == numbers{4, 2});
    cache.add(bar(5, 60, 100, 1).header); // of an instrument never seen
}

TEST_CASE("movers of several universes are kept side by side, up to a bound", "[routing]") {
    kept cache;
    for (int i = 0; i != 2 * state_cache::details_per_instrument; ++i) {
        batch_builder batch;
        batch.add(tickhub::make_record<tickhub_movers>(0, 1),
                  {{&tickhub_movers::universe, std::string_view{std::to_string(i)}}});
        cache.add(*batch.raw().first);
    }
    CHECK(cache.sequences().size() == state_cache::details_per_instrument);
}

TEST_CASE("the cache keeps only the kinds that a route wants", "[routing]") {
    kept cache{mask_of(TICKHUB_RECORD_STATUS)};
    cache.add(ticker(1, 1).header);
    cache.add(tickhub::make_record<tickhub_status_record>(1, 1).header);
    CHECK(cache.sequences() == numbers{2});
}
