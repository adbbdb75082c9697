#include "records.hpp"
#include "routing/router.hpp"

#include <catch2/catch.hpp>

using namespace tickhub::routing;
using namespace tickhub::routing::testing;
using tickhub::batch_builder;

namespace {

// hub 0, feed 1, analytics 2, public 3, trading 4
route_plan demo(when_full to_public, when_full to_analytics) {
    route_plan plan;
    for (auto const* name : {"hub", "nse", "analytics", "public", "trading"})
        plan.components.push_back({name});
    plan.edges.push_back({1, 3, 0, mask_of(TICKHUB_RECORD_TICKER), {}, to_public});
    plan.edges.push_back({2, 3, 0, public_records, {}, to_public});
    plan.edges.push_back({1, 2, 1, public_records, {}, to_analytics});
    plan.edges.push_back({1, 4, 1, public_records, {}, when_full::drop_oldest});
    return plan;
}

using indices = std::vector<component_index>;

} // namespace

TEST_CASE("a router wires publishers to inboxes as planned", "[routing]") {
    router hub{demo(when_full::block, when_full::block)};
    CHECK(hub.inbox_of(1) == nullptr);
    for (component_index c = 2; c != 5; ++c) {
        batch_builder none;
        hub.prime(c, none);
        CHECK(none.empty());
    }
    batch_builder batch;
    batch.add(ticker(1, 1).header);
    batch.add(trade(1, 1).header);
    hub.publisher_of(1).publish(batch.raw(), 7, nullptr);
    hub.publisher_of(2).publish(batch.raw(), 7, nullptr);
    CHECK(drain(*hub.inbox_of(2)).size() == 2);
    CHECK(drain(*hub.inbox_of(4)).size() == 2);
    auto const got = drain(*hub.inbox_of(3));
    REQUIRE(got.size() == 3);
    CHECK(got[0].publisher == 1);
    CHECK(got[1].publisher == 2);
    for (edge_report const& report : hub.report())
        CHECK(report.accounts.balanced());
    CHECK(hub.upstream_of(3) == indices{1, 2});
}

TEST_CASE("a component is not called while a blocking route from it leads to a full inbox", "[routing]") {
    route_plan plan = demo(when_full::block, when_full::drop_oldest);
    plan.components[3].limits.max_records = 4;
    router hub{std::move(plan)};
    batch_builder none;
    hub.prime(3, none);
    CHECK(hub.blocked_by(2, 1, 0) == nullptr);
    batch_builder batch;
    for (int i = 0; i != 4; ++i)
        batch.add(ticker(1, i).header);
    hub.publisher_of(1).publish(batch.raw(), 7, nullptr);
    CHECK(hub.blocked_by(2, 1, 0) == hub.inbox_of(3));
    drain(*hub.inbox_of(3));
    CHECK(hub.blocked_by(2, 1, 0) == nullptr);
}

TEST_CASE("consumers come behind those whose records they get", "[routing]") {
    CHECK(topological_order(demo(when_full::block, when_full::block)) == indices{0, 1, 2, 3, 4});
    route_plan plan;
    plan.components.resize(5);
    plan.edges.push_back({4, 3});
    plan.edges.push_back({3, 1});
    plan.edges.push_back({0, 4});
    CHECK(topological_order(plan) == indices{0, 2, 4, 3, 1});
}

TEST_CASE("a cycle does not stop the order, and block on it is found", "[routing]") {
    route_plan plan;
    plan.components.resize(4);
    plan.edges.push_back({1, 2, 0, public_records, {}, when_full::drop_oldest});
    plan.edges.push_back({2, 3, 0, public_records, {}, when_full::conflate_or_block});
    plan.edges.push_back({3, 1, 0, public_records, {}, when_full::drop_newest});
    plan.edges.push_back({0, 1, 0, public_records, {}, when_full::block});
    CHECK(topological_order(plan) == indices{0, 1, 2, 3});
    CHECK(blocking_edges_on_cycles(plan) == std::vector<std::uint32_t>{1});
}

TEST_CASE("who waits for a stuck component, and for those that wait for it, is held up", "[routing]") {
    CHECK(held_up_by(demo(when_full::block, when_full::block), 3) == indices{1, 2});
    CHECK(held_up_by(demo(when_full::drop_oldest, when_full::block), 3).empty());
    CHECK(held_up_by(demo(when_full::drop_oldest, when_full::block), 2) == indices{1});
    CHECK(held_up_by(demo(when_full::block, when_full::block), 4).empty());
}
