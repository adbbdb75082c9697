// Clients that can't be accepted.
#include "http/accept_trouble.hpp"
#include "server_fixture.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <vector>

using namespace tests;
using tickhub::http::accept_trouble;

namespace {

// Takes all file descriptors but one that this process may have, until it ends.
class no_descriptors {
public:
    no_descriptors() {
        REQUIRE(::getrlimit(RLIMIT_NOFILE, &before_) == 0);
        rlimit few = before_;
        few.rlim_cur = std::min<rlim_t>(before_.rlim_cur, 256);
        REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
        for (int taken = ::dup(0); taken >= 0; taken = ::dup(0))
            taken_.push_back(taken);
        REQUIRE(!taken_.empty());
        free_one();
    }
    ~no_descriptors() {
        while (!taken_.empty())
            free_one();
        ::setrlimit(RLIMIT_NOFILE, &before_);
    }
    no_descriptors(no_descriptors const&) = delete;
    no_descriptors& operator=(no_descriptors const&) = delete;

private:
    void free_one() {
        ::close(taken_.back());
        taken_.pop_back();
    }
    rlimit before_{};
    std::vector<int> taken_;
};

} // namespace

TEST_CASE("while accepting fails the pauses grow to a second, and operators are told once a minute", "[http][accept]") {
    accept_trouble trouble;
    tickhub::http::steady_time now{};
    auto const first = trouble.failed(now);
    CHECK(first.pause == std::chrono::milliseconds{10});
    CHECK(first.untold == 1);
    std::uint64_t failures = 0;
    std::uint64_t told = 0;
    while (told == 0) {
        auto const next = trouble.failed(now += std::chrono::seconds{1});
        ++failures;
        told = next.untold;
        CHECK(next.pause <= std::chrono::seconds{1});
        if (failures > 10)
            CHECK(next.pause == std::chrono::seconds{1});
    }
    CHECK(failures == 60);
    CHECK(told == 60);
    trouble.succeeded();
    CHECK(trouble.failed(now).pause == std::chrono::milliseconds{10});
}

// The undefined-behaviour sanitizer, which is built with the address sanitizer, opens a pipe to look at memory: without
// a file descriptor it takes sound objects for broken ones.
#ifndef __SANITIZE_ADDRESS__
TEST_CASE("without file descriptors accepting fails, is counted and told, and goes on when there are some",
          "[http][accept]") {
    server_fixture f;
    std::mutex mutex;
    std::vector<http::accept_failure> told;
    f.server.call_on_accept_failure([&](http::accept_failure const& failed) {
        std::lock_guard const lock{mutex};
        told.push_back(failed);
    });
    f.start();
    auto const failures = [&] {
        return f.server.metrics().accept_failures[static_cast<std::size_t>(http::accept_error::no_file_descriptor)];
    };
    std::optional<test_client> client;
    {
        no_descriptors const until_here;
        client.emplace(f.port); // takes the last one
        client->get("/healthz");
        eventually([&] { return failures() >= 2; });
    }
    CHECK(client->read_response().find("200 OK") != std::string::npos);
    std::lock_guard const lock{mutex};
    REQUIRE(told.size() == 1);
    CHECK(told[0].listener == "web");
    CHECK(told[0].error == http::accept_error::no_file_descriptor);
    CHECK(told[0].times == 1);
}
#endif
