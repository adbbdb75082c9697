#include "lifecycle/file_descriptors.hpp"
#include "puppets.hpp"

#include <catch2/catch.hpp>
#include <sys/resource.h>

#include <algorithm>

using namespace puppets;
using tickhub::lifecycle::stop_result;

namespace {

// The process' own limit comes back at the end.
class kept_limit {
public:
    kept_limit() { REQUIRE(::getrlimit(RLIMIT_NOFILE, &before_) == 0); }
    ~kept_limit() { ::setrlimit(RLIMIT_NOFILE, &before_); }
    kept_limit(kept_limit const&) = delete;
    kept_limit& operator=(kept_limit const&) = delete;

    void set_soft(rlim_t soft) const {
        rlimit const changed{soft, before_.rlim_max};
        REQUIRE(::setrlimit(RLIMIT_NOFILE, &changed) == 0);
    }
    [[nodiscard]] rlim_t hard() const { return before_.rlim_max; }

private:
    rlimit before_{};
};

std::vector<std::string> told_at_start(std::string const& max_connections) {
    journal seen;
    part admin;
    admin.on_events = [&seen](tickhub::host&, tickhub::event_batch batch) {
        for (tickhub::event const e : batch) {
            if (auto const* n = e.as<tickhub_notice>())
                seen.write(std::string{e.text(n->code)});
        }
    };
    play cast{{{"admin", admin}}};
    auto const hub = cast.build(R"(
listeners: {web: {address: "127.0.0.1:0", max_connections: )" +
                                max_connections + R"(}}
sinks: {admin: {plugin: sink_puppet}}
routes: [{from: hub, to: admin}]
)");
    REQUIRE(hub->start().empty());
    CHECK(hub->stop() == stop_result::clean);
    CHECK(seen.count("hub_stopping") == 1);
    return seen.lines();
}

} // namespace

TEST_CASE("a limit of open files that the listeners' connections could go over is told at start", "[lifecycle]") {
    kept_limit const limit;
    limit.set_soft(std::min<rlim_t>(500, limit.hard()));
    auto const told = told_at_start("1000");
    CHECK(std::count(told.begin(), told.end(), "few_file_descriptors") == 1);
    auto const fine = told_at_start("100");
    CHECK(std::count(fine.begin(), fine.end(), "few_file_descriptors") == 0);
}

TEST_CASE("the hub takes as many file descriptors as the system lets it", "[lifecycle]") {
    kept_limit const limit;
    limit.set_soft(std::min<rlim_t>(300, limit.hard()));
    tickhub::lifecycle::raise_file_descriptor_limit();
    rlimit now{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &now) == 0);
    CHECK(now.rlim_cur == limit.hard());
}
