#include "lifecycle/background.hpp"

#include <catch2/catch.hpp>

#include <future>
#include <vector>

using tickhub::lifecycle::background;
using tickhub::lifecycle::never;

TEST_CASE("the jobs of one lane run one after the other, in order", "[lifecycle]") {
    background jobs{2};
    auto const lane = jobs.make_lane();
    std::vector<int> order;
    std::promise<void> done;
    for (int i = 0; i < 100; ++i)
        REQUIRE(jobs.submit(lane, [&order, i] { order.push_back(i); }));
    REQUIRE(jobs.submit(lane, [&done] { done.set_value(); }));
    done.get_future().wait();
    REQUIRE(order.size() == 100);
    CHECK(std::is_sorted(order.begin(), order.end()));
}

TEST_CASE("a lane that waits does not hold up another", "[lifecycle]") {
    background jobs{2};
    auto const slow = jobs.make_lane();
    auto const quick = jobs.make_lane();
    std::promise<void> release;
    std::promise<void> passed;
    REQUIRE(jobs.submit(slow, [&] { release.get_future().wait(); }));
    REQUIRE(jobs.submit(quick, [&] { passed.set_value(); }));
    passed.get_future().wait();
    release.set_value();
}

TEST_CASE("closing a lane forgets what has not begun and waits for what runs", "[lifecycle]") {
    background jobs{1};
    auto const lane = jobs.make_lane();
    std::promise<void> begun;
    std::promise<void> release;
    bool second_ran = false;
    REQUIRE(jobs.submit(lane, [&] {
        begun.set_value();
        release.get_future().wait();
    }));
    REQUIRE(jobs.submit(lane, [&] { second_ran = true; }));
    begun.get_future().wait();
    CHECK_FALSE(jobs.close(lane, 0));
    release.set_value();
    CHECK(jobs.close(lane, never));
    CHECK_FALSE(second_ran);
    CHECK_FALSE(jobs.submit(lane, [] {}));
}

TEST_CASE("a lane takes no more jobs than its bound", "[lifecycle]") {
    background jobs{1};
    auto const lane = jobs.make_lane();
    std::promise<void> begun;
    std::promise<void> release;
    REQUIRE(jobs.submit(lane, [&] {
        begun.set_value();
        release.get_future().wait();
    }));
    begun.get_future().wait();
    for (std::size_t i = 0; i < background::lane::max_jobs; ++i)
        REQUIRE(jobs.submit(lane, [] {}));
    CHECK_FALSE(jobs.submit(lane, [] {}));
    release.set_value();
}
