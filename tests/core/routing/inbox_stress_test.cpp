// Threads at once, a bounded number of records, no sleeps: the thread sanitizer looks on.
#include "records.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

using namespace tickhub::routing;
using namespace tickhub::routing::testing;
using tickhub::batch_builder;
using tickhub::event;
using tickhub::event_batch;

namespace {

/// Sleeps until the inbox has something, as the hub's threads do.
class sleeper {
public:
    wake_call wake() {
        return {[](void* self) noexcept { static_cast<sleeper*>(self)->ring(); }, this};
    }
    void ring() noexcept {
        std::lock_guard lock{mutex_};
        rung_ = true;
        bell_.notify_one();
    }
    void wait() {
        std::unique_lock lock{mutex_};
        bell_.wait(lock, [&] { return rung_; });
        rung_ = false;
    }

private:
    std::mutex mutex_;
    std::condition_variable bell_;
    bool rung_ = false;
};

constexpr std::uint16_t publishers = 2;
constexpr std::uint64_t batches = 2'000;
constexpr std::uint32_t batch_size = 8;
constexpr std::uint64_t published = batches * batch_size;

struct outcome {
    std::uint64_t delivered = 0;
    std::uint64_t told_lost = 0;
    bool in_order = true;
};

outcome run(when_full policy) {
    std::vector<edge_rule> rules;
    for (std::uint16_t i = 0; i != publishers; ++i)
        rules.push_back({i, 0, selection{}, policy});
    inbox to{9, {64, 1U << 20U}, std::move(rules)};
    sleeper consumer;
    to.set_wakes(consumer.wake(), {});
    std::deque<publisher> from;
    for (std::uint16_t i = 0; i != publishers; ++i) {
        from.emplace_back(i, public_records);
        from.back().connect(to);
        batch_builder none;
        from.back().prime(to, none);
    }

    std::atomic<int> running = publishers;
    std::vector<std::thread> threads;
    for (publisher& p : from) {
        threads.emplace_back([&] {
            wait_until wait{std::chrono::steady_clock::now() + std::chrono::minutes{5}};
            for (std::uint64_t i = 0; i != batches; ++i) {
                batch_builder batch;
                for (std::uint32_t n = 0; n != batch_size; ++n)
                    batch.add(ticker(1 + n % 4, static_cast<tickhub_price>(i)).header);
                p.publish(batch.raw(), 7, &wait);
            }
            --running;
            consumer.ring();
        });
    }
    threads.emplace_back([&] { // an operator who looks at the metrics
        while (running != 0) {
            for (edge_accounts const& books : to.accounts()) {
                if (!books.balanced())
                    std::terminate();
            }
        }
    });

    outcome result;
    std::uint64_t last[publishers] = {};
    bool more = true;
    while (more) {
        bool const last_look = running == 0;
        tickhub_batch const batch = to.take(16, 1U << 20U);
        for (event const e : event_batch{batch}) {
            auto const& header = e.header();
            if (auto const* gap = e.as<tickhub_gap>()) {
                result.told_lost += gap->count;
                continue;
            }
            ++result.delivered;
            // Conflation keeps the place and changes the number: there a later number may come first.
            result.in_order &= conflates(policy) || header.sequence > last[header.publisher_id];
            last[header.publisher_id] = header.sequence;
        }
        to.release();
        if (batch.count != 0)
            continue;
        if (last_look)
            more = false;
        else
            consumer.wait();
    }
    for (std::thread& t : threads)
        t.join();

    edge_accounts sum;
    for (edge_accounts const& books : to.accounts()) {
        CHECK(books.balanced());
        CHECK(books.queued == 0);
        CHECK(books.offered == published);
        sum.conflated += books.conflated;
        sum.dropped[0] += books.dropped_in_all();
    }
    CHECK(result.in_order);
    CHECK(result.told_lost == sum.dropped[0]);
    CHECK(result.delivered + result.told_lost + sum.conflated == publishers * published);
    return result;
}

} // namespace

TEST_CASE("two publishers that wait and a consumer that sleeps lose nothing", "[routing]") {
    CHECK(run(when_full::block).told_lost == 0);
}

TEST_CASE("the books of two publishers and a consumer balance under every policy", "[routing]") {
    run(when_full::drop_newest);
    run(when_full::drop_oldest);
    run(when_full::conflate_or_drop_oldest);
    CHECK(run(when_full::conflate_or_block).told_lost == 0);
}

TEST_CASE("priming falls between two batches: nothing is lost or doubled", "[routing]") {
    inbox to{9, {65'536, 64U << 20U}, {{1, 0, selection{}, when_full::block}}};
    publisher from{1, public_records};
    from.connect(to);
    std::thread feed{[&] {
        for (std::uint64_t i = 0; i != batches; ++i) {
            batch_builder batch;
            for (std::uint32_t n = 0; n != batch_size; ++n)
                batch.add(ticker(1, static_cast<tickhub_price>(i)).header);
            from.publish(batch.raw(), 7, nullptr);
        }
    }};
    while (from.last_sequence() < published / 4)
        std::this_thread::yield();
    batch_builder snapshot;
    from.prime(to, snapshot);
    feed.join();
    REQUIRE(snapshot.size() == 1);
    std::uint64_t const through = snapshot.raw().first->sequence;
    auto const got = drain(to);
    REQUIRE(!got.empty());
    REQUIRE(got[0].is_gap());
    CHECK(got[0].as<tickhub_gap>().last == through);
    REQUIRE(got.size() == 1 + published - through);
    for (std::size_t i = 1; i != got.size(); ++i)
        REQUIRE(got[i].sequence == through + i);
}
