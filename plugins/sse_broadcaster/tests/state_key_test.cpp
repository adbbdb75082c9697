#include "state_key.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace tickhub;
using tickhub::sse_broadcaster::state_keys;

namespace {

template <class Record>
std::uint64_t key_of(state_keys& keys, Record const& record) {
    return keys.of(event{record.header});
}

tickhub_ohlcv bar(tickhub_instrument_id id, std::uint64_t interval) {
    auto b = make_record<tickhub_ohlcv>(id, 0);
    b.interval = interval;
    return b;
}

} // namespace

TEST_CASE("a newer record of the same thing has the same key", "[sse_broadcaster]") {
    state_keys keys;
    auto a = make_record<tickhub_ticker>(7, 1);
    auto b = make_record<tickhub_ticker>(7, 2);
    b.header.publisher_id = 9;
    CHECK(key_of(keys, a) == key_of(keys, b));
    CHECK(key_of(keys, bar(7, 60)) == key_of(keys, bar(7, 60)));
}

TEST_CASE("different things have different keys", "[sse_broadcaster]") {
    state_keys keys;
    auto market_status = make_record<tickhub_status_record>(0, 0);
    market_status.header.publisher_id = 7;
    auto other_market = market_status;
    other_market.header.publisher_id = 8;
    std::set<std::uint64_t> const all = {
        key_of(keys, make_record<tickhub_ticker>(7, 0)),
        key_of(keys, make_record<tickhub_ticker>(8, 0)),
        key_of(keys, make_record<tickhub_bbo>(7, 0)),
        key_of(keys, bar(7, 1)),
        key_of(keys, bar(7, 60)),
        key_of(keys, bar(8, 60)),
        key_of(keys, market_status),
        key_of(keys, other_market),
        key_of(keys, make_record<tickhub_status_record>(7, 0)),
    };
    CHECK(all.size() == 9);
}

TEST_CASE("each universe has its own movers", "[sse_broadcaster]") {
    state_keys keys;
    batch_builder batch;
    batch.add(make_record<tickhub_movers>(0, 0), {{&tickhub_movers::universe, "nifty"}});
    batch.add(make_record<tickhub_movers>(0, 0), {{&tickhub_movers::universe, "all"}});
    batch.add(make_record<tickhub_movers>(0, 0), {{&tickhub_movers::universe, "nifty"}});
    std::vector<std::uint64_t> found;
    for (auto const e : batch.view())
        found.push_back(keys.of(e));
    CHECK(found[0] != found[1]);
    CHECK(found[0] == found[2]);
}
