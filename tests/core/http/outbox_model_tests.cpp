// Random calls of an outbox, checked against what a reader of the promises would expect.
#include "outbox_fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <set>

using namespace tests;
using http::delivery;
using http::fate;
using http::lane;

namespace {

// What a client has been told: numbers of messages, numbers in gaps, the last value of each key.
struct told {
    std::vector<std::uint64_t> received;
    std::uint64_t lost = 0;
    std::map<std::string, std::string> state;
    std::map<std::string, std::uint64_t> books; // the version that each key has come to
    bool ended = false;

    void read(std::string const& text) {
        CHECK_FALSE(ended);
        if (text == "end") {
            ended = true;
        } else if (text.rfind("gap:", 0) == 0) {
            lost += std::stoull(text.substr(text.find("count\":") + 7));
        } else if (text.rfind("ticker:", 0) == 0) {
            state[text.substr(7, text.find('=') - 7)] = text.substr(text.find('=') + 1);
        } else if (text.rfind("book:", 0) == 0) { // "key=version", where a beginning has '!' for '='
            auto const sign = text.find_first_of("=!");
            auto const version = std::stoull(text.substr(sign + 1));
            auto const key = text.substr(5, sign - 5);
            if (text[sign] == '=')
                CHECK(books[key] + 1 == version);
            books[key] = version;
        } else if (auto const number = text.find("#e-"); number != std::string::npos && text.front() != 'h') {
            received.push_back(std::stoull(text.substr(number + 3)));
        } else if (number != std::string::npos) { // a heartbeat: nothing up to its number may come later
            heartbeat = std::max<std::uint64_t>(heartbeat, std::stoull(text.substr(number + 3)));
        }
    }
    std::uint64_t heartbeat = 0;
};

void run(std::uint32_t seed) {
    std::minstd_rand random{seed};
    auto const dice = [&](std::uint32_t sides) { return static_cast<std::uint32_t>(random() % sides); };
    http::outbox_options options;
    options.limits.frames = 2 + dice(20);
    options.limits.bytes = 200 + dice(2000);
    options.epoch = 0xe;
    options.paced = dice(4) == 0;
    outbox_fixture f{options};
    bool const with_strict = dice(2) == 0;
    std::map<std::string, std::string> current;
    std::map<std::string, std::uint64_t> versions; // of keyed messages
    std::vector<std::uint64_t> asked;              // for their beginnings
    std::uint64_t sequence = 0;
    told client;
    auto const begin = [&](std::uint64_t key) {
        auto const name = std::to_string(key);
        f.send_beginning(static_cast<std::uint32_t>(key), name + "!" + std::to_string(versions[name]));
    };
    for (std::uint64_t key = 0; key != 4; ++key)
        begin(key);

    for (int step = 0; step < 400; ++step) {
        switch (dice(9)) {
        case 0:
        case 1: {
            auto const key = dice(8);
            std::string const value = std::to_string(step);
            f.push_state(key, std::to_string(key) + "=" + value);
            current[std::to_string(key)] = value;
            break;
        }
        case 2:
        case 3:
            f.source->latest_sequence = ++sequence;
            f.push(lane::event, with_strict && dice(3) == 0 ? delivery::strict : delivery::fast,
                   dice(2) == 0 ? "trades" : "ohlcv", std::string(dice(100), 'x'), sequence);
            break;
        case 4:
            if (dice(5) == 0)
                f.who.box.request_heartbeat();
            if (dice(20) == 0) { // leaves and joins again, with what is current
                f.who.box.unprime(0);
                f.who.box.prime(0);
            }
            break;
        case 5:
        case 6: {
            auto const key = dice(5); // the last is never begun
            auto const name = std::to_string(key);
            auto const version = std::to_string(++versions[name]);
            if (dice(30) == 0)
                f.lose_delta(key);
            else
                f.broadcast_delta(key, name + "=" + version + std::string(dice(60), ' '));
            break;
        }
        case 7:
            while (auto const key = f.who.box.next_wanted())
                asked.push_back(*key);
            if (!asked.empty() && dice(2) == 0) {
                begin(asked.back());
                asked.pop_back();
            } else if (!asked.empty() && dice(10) == 0) {
                f.who.box.answer_lost(asked.back());
                asked.pop_back();
            }
            break;
        default:
            for (auto const& text : f.take(dice(6)))
                client.read(text);
        }
        REQUIRE(f.who.box.books().balance() == f.who.box.queued());
        if (!f.who.box.accepting())
            break;
    }
    bool const closed_as_slow = !f.who.box.accepting();
    // A key that is broken shows by its next delta, at the latest.
    for (std::uint32_t key = 0; key != 4; ++key)
        f.broadcast_delta(key, std::to_string(key) + "=" + std::to_string(++versions[std::to_string(key)]));
    for (int more = 0; more != 2;) {
        for (auto const& text : f.take())
            client.read(text);
        while (auto const key = f.who.box.next_wanted())
            asked.push_back(*key);
        more = asked.empty() ? more + 1 : 0;
        for (auto const key : std::exchange(asked, {}))
            begin(key);
    }

    REQUIRE(f.who.box.queued() == 0);
    REQUIRE(f.who.box.books().balance() == 0);
    // Each numbered message came exactly once and in order, or is counted by a gap.
    CHECK(std::is_sorted(client.received.begin(), client.received.end()));
    CHECK(std::set<std::uint64_t>(client.received.begin(), client.received.end()).size() == client.received.size());
    CHECK(client.received.size() + client.lost == sequence);
    CHECK(client.ended == closed_as_slow);
    if (closed_as_slow)
        return;
    CHECK(client.state == current); // conflated or not, the last word arrived
    versions.erase("4");
    CHECK(client.books == versions); // deltas or a new beginning: each chain has come to the last version
}

} // namespace

TEST_CASE("whatever comes, each message arrives once, is superseded by a newer one, or is counted in a gap",
          "[http][outbox]") {
    auto const seed = GENERATE(range(1U, 301U));
    CAPTURE(seed);
    run(seed);
}

TEST_CASE("no heartbeat promises what has not been sent", "[http][outbox]") {
    for (std::uint32_t seed = 1; seed <= 200; ++seed) {
        std::minstd_rand random{seed};
        http::outbox_options options;
        options.limits.frames = 8;
        options.epoch = 0xe;
        outbox_fixture f{options};
        told client;
        std::uint64_t sequence = 0;
        for (int step = 0; step < 200; ++step) {
            if (random() % 2 == 0) {
                f.source->latest_sequence = ++sequence;
                f.push(lane::event, delivery::fast, "trades", "x", sequence);
            } else if (random() % 4 == 0) {
                f.who.box.request_heartbeat();
            }
            for (auto const& text : f.take(random() % 3)) {
                auto const promised = client.heartbeat;
                auto const count = client.received.size();
                client.read(text);
                if (client.received.size() > count)
                    REQUIRE(client.received.back() > promised);
            }
        }
    }
}
