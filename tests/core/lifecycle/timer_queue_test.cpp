#include "lifecycle/timer_queue.hpp"

#include <catch2/catch.hpp>

using tickhub::lifecycle::timer_clock;
using tickhub::lifecycle::timer_queue;

TEST_CASE("timers come by due time, and in the order in which they were set", "[lifecycle]") {
    timer_queue timers;
    timers.set(timer_clock::market, 30, 3);
    timers.set(timer_clock::market, 10, 1);
    timers.set(timer_clock::market, 10, 2);
    CHECK(timers.next_due(timer_clock::market) == 10);
    CHECK_FALSE(timers.take_due(timer_clock::market, 9).has_value());
    CHECK(timers.take_due(timer_clock::market, 30)->token == 1);
    CHECK(timers.take_due(timer_clock::market, 30)->token == 2);
    CHECK(timers.take_due(timer_clock::market, 30)->token == 3);
    CHECK(timers.next_due(timer_clock::market) == tickhub::lifecycle::never);
}

TEST_CASE("the two clocks do not fire one another's timers", "[lifecycle]") {
    timer_queue timers;
    timers.set(timer_clock::steady, 10, 7);
    CHECK_FALSE(timers.take_due(timer_clock::market, 100).has_value());
    CHECK(timers.take_due(timer_clock::steady, 100)->token == 7);
}

TEST_CASE("a cancelled timer does not fire, and cancelling twice or a stranger's is harmless", "[lifecycle]") {
    timer_queue timers;
    auto const id = timers.set(timer_clock::steady, 10, 7);
    timers.cancel(id);
    timers.cancel(id);
    timers.cancel(12'345);
    CHECK_FALSE(timers.take_due(timer_clock::steady, 100).has_value());
    CHECK(timers.size() == 0);
}

TEST_CASE("timers are bounded", "[lifecycle]") {
    timer_queue timers;
    for (std::size_t i = 0; i < timer_queue::max_timers; ++i)
        REQUIRE(timers.set(timer_clock::market, i, i) != 0);
    CHECK(timers.set(timer_clock::market, 1, 1) == 0);
    timers.take_due(timer_clock::market, 0);
    CHECK(timers.set(timer_clock::market, 1, 1) != 0);
}
