#include "lifecycle/background.hpp"
#include "puppets.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

using tickhub::lifecycle::background;
using tickhub::lifecycle::never;

// Whatever a job touches is declared before the pool, which ends its threads when it is destroyed.

TEST_CASE("the jobs of one lane run one after the other, in order", "[lifecycle]") {
    std::vector<int> order;
    puppets::latch done;
    background jobs{2};
    auto const lane = jobs.make_lane();
    for (int i = 0; i < 100; ++i)
        REQUIRE(jobs.submit(lane, [&order, i] { order.push_back(i); }));
    REQUIRE(jobs.submit(lane, [&done] { done.open(); }));
    done.wait();
    REQUIRE(order.size() == 100);
    CHECK(std::is_sorted(order.begin(), order.end()));
}

TEST_CASE("a lane that waits does not hold up another", "[lifecycle]") {
    puppets::latch release;
    puppets::latch passed;
    background jobs{2};
    REQUIRE(jobs.submit(jobs.make_lane(), [&] { release.wait(); }));
    REQUIRE(jobs.submit(jobs.make_lane(), [&] { passed.open(); }));
    passed.wait();
    release.open();
}

TEST_CASE("closing a lane forgets what has not begun and waits for what runs", "[lifecycle]") {
    puppets::latch begun;
    puppets::latch release;
    bool second_ran = false;
    background jobs{1};
    auto const lane = jobs.make_lane();
    REQUIRE(jobs.submit(lane, [&] {
        begun.open();
        release.wait();
    }));
    REQUIRE(jobs.submit(lane, [&] { second_ran = true; }));
    begun.wait();
    CHECK_FALSE(jobs.is_idle(lane));
    CHECK_FALSE(jobs.close(lane, 0));
    release.open();
    CHECK(jobs.close(lane, never));
    CHECK(jobs.is_idle(lane));
    CHECK_FALSE(second_ran);
    CHECK_FALSE(jobs.submit(lane, [] {}));
}

TEST_CASE("a lane takes no more jobs than its bound", "[lifecycle]") {
    puppets::latch begun;
    puppets::latch release;
    background jobs{1};
    auto const lane = jobs.make_lane();
    REQUIRE(jobs.submit(lane, [&] {
        begun.open();
        release.wait();
    }));
    begun.wait();
    for (std::size_t i = 0; i < background::lane::max_jobs; ++i)
        REQUIRE(jobs.submit(lane, [] {}));
    CHECK_FALSE(jobs.submit(lane, [] {}));
    release.open();
}
