#include "lifecycle/restart_policy.hpp"

#include <catch2/catch.hpp>

using tickhub::lifecycle::restart_policy;

namespace {
constexpr std::uint64_t ms = 1'000'000;
constexpr std::uint64_t minute = 60'000 * ms;
} // namespace

TEST_CASE("each failure within the window doubles the wait before the next start", "[lifecycle]") {
    restart_policy policy{3, minute};
    CHECK(policy.after_failure(0) == 100 * ms);
    CHECK(policy.after_failure(1) == 200 * ms);
    CHECK(policy.after_failure(2) == 400 * ms);
}

TEST_CASE("a component that fails more often than its budget allows is given up", "[lifecycle]") {
    restart_policy policy{2, minute};
    policy.after_failure(0);
    policy.after_failure(1);
    CHECK(policy.after_failure(2) == std::nullopt);
}

TEST_CASE("failures that are longer ago than the window are forgotten", "[lifecycle]") {
    restart_policy policy{1, minute};
    CHECK(policy.after_failure(0) == 100 * ms);
    CHECK(policy.after_failure(minute + 1) == 100 * ms);
    CHECK(policy.after_failure(minute + 2) == std::nullopt);
}

TEST_CASE("the wait never exceeds thirty seconds", "[lifecycle]") {
    restart_policy policy{1'000, UINT64_MAX};
    std::uint64_t last = 0;
    for (std::uint64_t i = 0; i < 200; ++i)
        last = *policy.after_failure(i);
    CHECK(last == 30'000 * ms);
}
