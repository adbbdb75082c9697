#include "lifecycle/callback_watch.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using tickhub::lifecycle::callback_watch;

TEST_CASE("a callback that returns in time can't be condemned afterwards", "[lifecycle]") {
    callback_watch watch;
    watch.enter(1'000);
    CHECK_FALSE(watch.condemn_if_older(1'500, 500));
    CHECK(watch.leave());
    CHECK_FALSE(watch.condemn_if_older(1'000'000, 500));
}

TEST_CASE("a callback that lasts too long is condemned once, and learns it on its return", "[lifecycle]") {
    callback_watch watch;
    watch.enter(1'000);
    CHECK(watch.condemn_if_older(1'501, 500));
    CHECK_FALSE(watch.condemn_if_older(9'999, 500));
    CHECK_FALSE(watch.leave());
    CHECK(watch.is_condemned());
}

TEST_CASE("waiting for room in another's inbox does not count", "[lifecycle]") {
    callback_watch watch;
    watch.enter(1'000);
    watch.pause();
    CHECK_FALSE(watch.condemn_if_older(1'000'000, 500));
    watch.resume(1'000'000);
    CHECK_FALSE(watch.condemn_if_older(1'000'400, 500));
    CHECK(watch.condemn_if_older(1'000'501, 500));
}

TEST_CASE("of a return and a condemnation at one moment exactly one counts", "[lifecycle]") {
    for (int round = 0; round < 2'000; ++round) {
        callback_watch watch;
        watch.enter(10);
        std::atomic<int> ready{0};
        bool condemned = false;
        std::thread supervisor{[&] {
            ++ready;
            while (ready != 2) {
            }
            condemned = watch.condemn_if_older(1'000, 1);
        }};
        ++ready;
        while (ready != 2) {
        }
        bool const returned = watch.leave();
        supervisor.join();
        REQUIRE(returned != condemned);
    }
}
