// What is kept of a topic, and for how long.
#include "http/event_frames.hpp"
#include "http/history.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <vector>

namespace http = tickhub::http;
using namespace std::chrono_literals;

namespace {

struct history_fixture {
    explicit history_fixture(http::history_limits const& limits, std::uint64_t since = 0) {
        kept.keep("news", limits, since);
    }
    void add(std::uint64_t sequence, std::vector<http::group_number> const& groups = {1}, std::string_view text = "x") {
        auto const frame = http::make_event(pool, {.name = "news", .data = text, .epoch = 1, .sequence = sequence});
        kept.add(0, groups, frame, now);
    }
    [[nodiscard]] http::topic_history const& news() const { return kept.of(0); }
    /// The numbers that can be sent again.
    [[nodiscard]] std::vector<std::uint64_t> sendable() const {
        std::vector<std::uint64_t> numbers;
        for (auto at = news().framed(); at < news().end(); ++at)
            numbers.push_back(news().sequence(at));
        return numbers;
    }

    http::frame_pool pool;
    http::history kept;
    http::history::time_point now{};
};

struct passed final : http::history_reader {
    void pass(http::topic_number, http::topic_history::place up_to) noexcept override { last = up_to; }
    http::topic_history::place last = 0;
};

using numbers = std::vector<std::uint64_t>;

} // namespace

TEST_CASE("over its count a topic lets go of the oldest frames, and still knows their numbers", "[http][history]") {
    history_fixture f{{.count = 2, .bytes = 1'000'000}};
    for (std::uint64_t i = 1; i <= 5; ++i)
        f.add(i * 10);
    CHECK(f.sendable() == numbers{40, 50});
    CHECK(f.news().begin() == 0);
    CHECK(f.news().sequence(0) == 10);
    CHECK_FALSE(f.news().frame(2));
    CHECK(f.news().frame(3)->sequence() == 40);
    CHECK(f.news().forgotten() == 0);
}

TEST_CASE("over its bytes a topic lets go of the oldest frames, but never of the newest", "[http][history]") {
    history_fixture f{{.count = 100, .bytes = 300}};
    f.add(1, {1}, std::string(100, 'x'));
    f.add(2, {1}, std::string(100, 'x'));
    f.add(3, {1}, std::string(100, 'x'));
    CHECK(f.sendable() == numbers{2, 3});
    f.add(4, {1}, std::string(1000, 'x'));
    CHECK(f.sendable() == numbers{4});
    CHECK(f.news().bytes() > 1000);
}

TEST_CASE("frames older than the age go when something is added, and when it is asked for", "[http][history]") {
    history_fixture f{{.count = 100, .bytes = 1'000'000, .age = 10s}};
    f.add(1);
    f.now += 6s;
    f.add(2);
    f.now += 6s;
    CHECK(f.sendable() == numbers{1, 2});
    f.add(3);
    CHECK(f.sendable() == numbers{2, 3});
    f.kept.expire(f.now + 11s);
    CHECK(f.sendable().empty());
    CHECK(f.news().end() == 3);
    CHECK(f.news().bytes() == 0);
}

TEST_CASE("numbers are forgotten an eighth at a time, once there are eight times the count", "[http][history]") {
    history_fixture f{{.count = 10, .bytes = 1'000'000}};
    passed reader;
    f.kept.attach(reader);
    for (std::uint64_t i = 1; i <= 80; ++i)
        f.add(i);
    CHECK(reader.last == 0);
    f.add(81);
    CHECK(reader.last == 10);
    CHECK(f.news().begin() == 10);
    CHECK(f.news().forgotten() == 10);
    f.kept.detach(reader);
    for (std::uint64_t i = 82; i <= 1000; ++i)
        f.add(i);
    CHECK(reader.last == 10);
    CHECK(f.news().end() - f.news().begin() <= 80);
}

TEST_CASE("of what was sent before it was kept a topic knows nothing", "[http][history]") {
    history_fixture const f{{.count = 10, .bytes = 1000}, 42};
    CHECK(f.news().forgotten() == 42);
    CHECK(f.news().after(0) == f.news().end());
}

TEST_CASE("in steady state a history takes no new memory for frames", "[http][history]") {
    history_fixture f{{.count = 100, .bytes = 1'000'000}};
    for (std::uint64_t i = 1; i <= 1000; ++i)
        f.add(i);
    auto const before = f.pool.allocations();
    for (std::uint64_t i = 1001; i <= 5000; ++i)
        f.add(i);
    CHECK(f.pool.allocations() == before);
}

// The naive model: everything that was ever added.
TEST_CASE("a history agrees with a list of all that was ever added", "[http][history]") {
    auto const seed = GENERATE(range(1U, 101U));
    CAPTURE(seed);
    std::minstd_rand random{seed};
    auto const dice = [&](std::uint32_t sides) { return static_cast<std::uint32_t>(random() % sides); };
    http::history_limits const limits{1 + dice(12), 100 + dice(1500), std::chrono::seconds{dice(2) * dice(60)}};
    history_fixture f{limits};
    struct item {
        std::uint64_t sequence;
        std::vector<http::group_number> groups;
        std::size_t size;
        http::history::time_point time;
    };
    std::vector<item> all;
    std::size_t framed = 0; // those before have lost their frames
    std::uint64_t sequence = 0;

    for (int step = 0; step < 600; ++step) {
        f.now += std::chrono::seconds{dice(4)};
        if (dice(10) == 0) {
            f.kept.expire(f.now);
        } else {
            std::vector<http::group_number> groups(dice(5));
            for (auto& group : groups)
                group = dice(6);
            sequence += 1 + dice(3);
            std::string const text(dice(200), 'x');
            f.add(sequence, groups, text);
            all.push_back({sequence, groups, f.news().frame(f.news().end() - 1)->size(), f.now});
        }
        auto const bytes = [&] {
            std::size_t sum = 0;
            for (std::size_t i = framed; i < all.size(); ++i)
                sum += all[i].size;
            return sum;
        };
        while (all.size() - framed > 1 && (all.size() - framed > limits.count || bytes() > limits.bytes))
            ++framed;
        while (framed < all.size() && limits.age.count() != 0 && f.now - all[framed].time > limits.age)
            ++framed;

        auto const& news = f.news();
        REQUIRE(news.end() == all.size());
        REQUIRE(news.framed() == framed);
        REQUIRE(news.bytes() == bytes());
        REQUIRE(news.end() - news.begin() <= limits.count * 8);
        REQUIRE(news.begin() <= news.framed());
        REQUIRE(news.forgotten() == (news.begin() == 0 ? 0 : all[news.begin() - 1].sequence));
        bool same = true;
        for (auto at = news.begin(); at < news.end(); ++at) {
            std::vector<http::group_number> groups;
            same = same && !news.any_group(at, [&](auto group) {
                groups.push_back(group);
                return false;
            });
            same = same && groups == all[at].groups && news.sequence(at) == all[at].sequence &&
                   static_cast<bool>(news.frame(at)) == (at >= framed);
        }
        REQUIRE(same);
        auto const from = dice(static_cast<std::uint32_t>(sequence) + 2);
        auto place = news.begin();
        while (place < news.end() && news.sequence(place) <= from)
            ++place;
        REQUIRE(news.after(from) == place);
    }
}
