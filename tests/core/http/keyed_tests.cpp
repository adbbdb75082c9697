// Deltas of keys, and clients that are too slow for them.
#include "outbox_fixture.hpp"
#include "server_fixture.hpp"

#include <atomic>
#include <map>
#include <string>
#include <thread>

using namespace tests;
using http::delivery;
using http::fate;
using http::lane;

using texts = std::vector<std::string>;

TEST_CASE("a connection gets no deltas of a key before its beginning", "[http][keyed]") {
    outbox_fixture f;
    f.broadcast_delta(1, "1");
    f.send_beginning(1, "whole 1");
    f.broadcast_delta(1, "2");
    f.broadcast_delta(2, "of another");
    CHECK(f.take() == texts{"book:whole 1", "book:2"});
    CHECK_FALSE(f.who.box.next_wanted());
    CHECK(f.who.box.books()[fate::superseded] == 2);
}

TEST_CASE("when a delta does not fit those of its key go, and a beginning is wanted once there is room",
          "[http][keyed]") {
    http::outbox_options options;
    options.limits.frames = 6;
    outbox_fixture f{options};
    f.send_beginning(1, "a0");
    f.send_beginning(2, "b0");
    f.broadcast_delta(2, "b1");
    for (auto const* data : {"a1", "a2", "a3", "a4", "a5"})
        f.broadcast_delta(1, data);
    CHECK(f.who.box.books().balance() == 2);
    CHECK(f.who.box.next_wanted() == 1U);
    CHECK_FALSE(f.who.box.next_wanted()); // it was asked for
    f.broadcast_delta(1, "a6");
    CHECK(f.take() == texts{"book:b0", "book:b1"});
    f.send_beginning(1, "a6 whole");
    f.broadcast_delta(1, "a7");
    CHECK(f.take() == texts{"book:a6 whole", "book:a7"});
    CHECK_FALSE(f.who.box.next_wanted());
}

TEST_CASE("no beginning is asked for while more than half of the bounds is used", "[http][keyed]") {
    http::outbox_options options;
    options.limits.frames = 4;
    outbox_fixture f{options};
    f.send_beginning(1, "a0");
    f.take();
    for (int i = 0; i != 4; ++i)
        f.push(lane::event, delivery::strict, "news", "x");
    f.broadcast_delta(1, "a1");
    CHECK_FALSE(f.who.box.next_wanted());
    f.take(1);
    CHECK_FALSE(f.who.box.next_wanted());
    f.take(1);
    CHECK(f.who.box.next_wanted() == 1U);
}

TEST_CASE("deltas make room for what can not be drawn anew", "[http][keyed]") {
    http::outbox_options options;
    options.limits.frames = 3;
    outbox_fixture f{options};
    f.send_beginning(1, "a0");
    f.broadcast_delta(1, "a1");
    f.push(lane::event, delivery::fast, "trades", "t", 1);
    f.push(lane::event, delivery::strict, "news", "n", 2);
    CHECK(f.take() == texts{"trades#e-1:t", "news#e-2:n"});
    CHECK(f.who.box.next_wanted() == 1U);
    CHECK(f.who.box.books()[fate::dropped_slow] == 0);
}

TEST_CASE("a beginning that does not fit is asked for again when nothing waits", "[http][keyed]") {
    http::outbox_options options;
    options.limits.bytes = 1000;
    outbox_fixture f{options};
    f.push(lane::event, delivery::strict, "news", "n");
    f.send_beginning(1, std::string(2000, 'x'));
    CHECK_FALSE(f.who.box.next_wanted());
    CHECK(f.take().size() == 1);
    CHECK(f.who.box.next_wanted() == 1U);
    f.send_beginning(1, std::string(2000, 'x'));
    CHECK(f.take().size() == 1);
}

TEST_CASE("a delta that never came breaks its key, and no other", "[http][keyed]") {
    outbox_fixture f;
    f.send_beginning(1, "a0");
    f.send_beginning(2, "b0");
    f.lose_delta(1);
    f.broadcast_delta(1, "a2");
    f.broadcast_delta(2, "b1");
    CHECK(f.take() == texts{"book:a0", "book:b0", "book:b1"});
    CHECK(f.who.box.next_wanted() == 1U);
    f.who.box.answer_lost(1);
    CHECK(f.who.box.next_wanted() == 1U);
}

TEST_CASE("who leaves a group needs a beginning again", "[http][keyed]") {
    outbox_fixture f;
    f.send_beginning(1, "a0");
    f.broadcast_delta(1, "a1");
    f.take();
    f.who.box.forget_keys(f.source->keyed.keys_of(0));
    f.broadcast_delta(1, "a2");
    CHECK(f.take().empty());
    CHECK_FALSE(f.who.box.next_wanted());
}

TEST_CASE("of one connection few beginnings are asked for at a time", "[http][keyed]") {
    outbox_fixture f;
    for (std::uint32_t key = 0; key != 40; ++key) {
        f.send_beginning(key, "0");
        f.lose_delta(key);
        f.broadcast_delta(key, "2");
    }
    f.take();
    std::vector<std::uint64_t> asked;
    while (auto const key = f.who.box.next_wanted())
        asked.push_back(*key);
    CHECK(asked.size() == http::keyed_chains::most_asked);
    f.send_beginning(static_cast<std::uint32_t>(asked.front()), "2");
    CHECK(f.who.box.next_wanted() == asked.size());
    CHECK_FALSE(f.who.box.next_wanted());
}

TEST_CASE("a client that stalls and comes back ends with unbroken chains, and has lost nothing else", "[http][keyed]") {
    http::listener_options listener = web();
    listener.send_buffer = 4096;
    http::server_options options;
    options.outbox.frames = 100;
    server_fixture f{listener, options};
    f.start();
    tickhub_connection connection = 0;
    auto client = f.stream(connection, {}, 4096);
    auto const group = f.sink.group();
    f.sink.join(connection, group);
    static constexpr int last = 3000;
    auto const book = [](std::string_view data, std::uint64_t key, bool begins) {
        return message{"book", data, TICKHUB_LANE_KEYED, TICKHUB_DELIVERY_KEYED, key, 0, TICKHUB_FORM_EVENT, begins};
    };
    auto const data_of = [](std::uint64_t key, int version, char sign) {
        return std::to_string(key) + sign + std::to_string(version) + " " + std::string(100, 'x');
    };
    for (std::uint64_t key = 1; key != 4; ++key)
        f.sink.send(connection, book(data_of(key, 0, '!'), key, true));
    for (int version = 1; version <= last; ++version) {
        for (std::uint64_t key = 1; key != 4; ++key)
            f.sink.broadcast({group}, book(data_of(key, version, '='), key, false));
        if (version % 100 == 0)
            f.sink.broadcast({group}, {"news", "{}", TICKHUB_LANE_EVENT, TICKHUB_DELIVERY_STRICT});
    }
    eventually([&] { return f.sink.metrics().offered == 3 + 3 * last + last / 100; });

    std::atomic<bool> enough{false};
    std::thread answers{[&] {
        while (!enough) {
            if (auto const wanted = f.sink.poll_wanted())
                f.sink.send(wanted->first, book(data_of(wanted->second, last, '!'), wanted->second, true));
            else
                std::this_thread::yield();
        }
    }};
    std::map<std::string, int> versions;
    int news = 0;
    bool unbroken = true;
    int snapshots = 0;
    auto const done = [&] {
        return news == last / 100 && versions.size() == 3 &&
               std::all_of(versions.begin(), versions.end(), [](auto const& v) { return v.second == last; });
    };
    while (!done()) {
        auto const chunk = client.read_chunk();
        if (chunk.empty())
            break;
        if (chunk.starts_with("event: news")) {
            ++news;
            continue;
        }
        auto const data = chunk.substr(chunk.find("data: ") + 6);
        auto const sign = data.find_first_of("=!");
        int& version = versions[data.substr(0, sign)];
        int const next = std::stoi(data.substr(sign + 1));
        if (data[sign] == '=')
            unbroken = unbroken && next == version + 1;
        else
            ++snapshots;
        version = next;
    }
    enough = true;
    answers.join();
    CHECK(done());
    CHECK(unbroken);
    CHECK(snapshots > 3); // it was slow
    eventually([&] { return f.sink.metrics().queued == 0; });
    auto const books = f.sink.metrics();
    CHECK(books.dropped_slow == 0);
    CHECK(books.offered == books.sent + books.superseded);
}

TEST_CASE("what breaks the rules of keyed messages is refused", "[http][keyed]") {
    server_fixture f;
    f.start();
    auto const group = f.sink.group();
    f.sink.broadcast({group}, {"book", "{}", TICKHUB_LANE_EVENT, TICKHUB_DELIVERY_KEYED});
    f.sink.broadcast({group}, {"book", "{}", TICKHUB_LANE_KEYED, TICKHUB_DELIVERY_KEYED, 1, 7});
    f.sink.broadcast({group}, {"book", "{}", TICKHUB_LANE_KEYED, 5});
    CHECK(f.sink.metrics().refused_messages == 3);
}

TEST_CASE("little of a stalled client's stream is in the kernel", "[http]") {
    http::listener_options listener = web();
    listener.send_buffer = 4 * 1024 * 1024;
    listener.unsent_limit = 16 * 1024;
    server_fixture f{listener};
    f.start();
    tickhub_connection connection = 0;
    auto client = f.stream(connection, {}, 4096);
    auto const group = f.sink.group();
    f.sink.join(connection, group);
    std::string const data(1000, 'x');
    for (int i = 0; i != 2000; ++i)
        f.sink.broadcast({group}, {"trades", data, TICKHUB_LANE_EVENT, TICKHUB_DELIVERY_FAST});
    eventually([&] { return f.sink.metrics().offered == 2000; });
    CHECK(f.sink.metrics().bytes_sent < 256 * 1024);
    CHECK(f.sink.metrics().dropped_slow > 1000);
}
